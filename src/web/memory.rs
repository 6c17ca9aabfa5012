//! Where numbers stand. WebAssembly's usual allocator gives blocks that begin at multiples of 8 bytes: of the
//! instructions that take two numbers at a time, one in four would then take them from two lines of the cache. Blocks
//! that begin at multiples of 16 make training 2 to 5 % faster.

#![expect(
    unsafe_code,
    reason = "an allocator is unsafe by definition; this one asks the system's for more alignment"
)]

extern crate std;

use core::alloc::{GlobalAlloc, Layout};
use std::alloc::System;

/// Bytes of a vector instruction's operand.
const ALIGNMENT: usize = 16;

struct Aligned;

#[global_allocator]
static ALLOCATOR: Aligned = Aligned;

// SAFETY: every block is the system's, and the same layout is asked for when it is given back.
unsafe impl GlobalAlloc for Aligned {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the size is that of the caller, who promises that it is not 0.
        unsafe { System.alloc(aligned(layout)) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises that `alloc` gave the block for this layout.
        unsafe { System.dealloc(block, aligned(layout)) }
    }
}

/// The layout, which stays as it is where so large a block cannot be.
fn aligned(layout: Layout) -> Layout {
    layout.align_to(ALIGNMENT).unwrap_or(layout)
}
