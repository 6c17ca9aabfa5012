//! Proof that the core needs no `std`: a program without it that links the core and trains with it. A check
//! of the core alone would pass even with a dependency on `std`; here its panic handler clashes with ours.
#![no_std]
#![no_main]

use core::{
    alloc::{GlobalAlloc, Layout},
    ffi::{c_int, c_void},
    panic::PanicInfo,
};

use neurone::{Result, thesis::thesis, train::Trainer};

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
    fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void;
    fn free(pointer: *mut c_void);
}

struct Malloc;

// SAFETY: C's allocator keeps what `GlobalAlloc` promises; it wants a multiple of the alignment.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let layout = layout.pad_to_align();
        unsafe { aligned_alloc(layout.align(), layout.size()).cast() }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, _layout: Layout) {
        unsafe { free(pointer.cast()) }
    }
}

#[global_allocator]
static MALLOC: Malloc = Malloc;

#[panic_handler]
fn panic(_info: &PanicInfo) -> ! {
    unsafe { abort() }
}

/// The precompiled `core` names it, though nothing unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

/// So does `alloc`, where it formats.
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() {}

/// The neuron of the thesis reaches its printed accuracy.
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    match accuracy() {
        Ok(0.9) => 0,
        _ => 1,
    }
}

fn accuracy() -> Result<f64> {
    let neuron = thesis().swap_remove(0).experiment;
    let steps = neuron.n_iter;
    Ok(Trainer::new(neuron)?.train_step(steps)?.accuracy)
}
