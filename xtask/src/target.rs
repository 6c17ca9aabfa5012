//! A compiler that can make WebAssembly.
//!
//! Most machines have one after `rustup target add`. Where the network reaches package registries but not the
//! Rust release server, or where there is no rustup, Debian's own compiler serves: the one it keeps up to date
//! for building browsers. Debian ships no standard library for `wasm32-unknown-unknown`, so it is built once
//! from Debian's sources and laid where that compiler looks for it; every later build finds it there.

use std::{env, ffi::OsString, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    debian,
    process::{output, run},
};

/// The target of the page's module.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: &[&str] =
    &["cargo-web", "rust-web-clippy", "rust-web-llvm", "rust-web-src", "rustc-web"];
/// A link of `rust-web-llvm` to the linker, which is in the package that it is named after: `lld-22`, say.
const DEBIAN_LINKER: &str = "/usr/bin/rust-lld";

/// A Rust toolchain: what is put before `PATH` to find its programs first.
#[derive(Clone, Copy)]
pub(crate) struct Toolchain(&'static str);

const OWN: Toolchain = Toolchain("");
const DEBIAN: Toolchain = Toolchain("/usr/bin:");

impl Toolchain {
    pub(crate) fn cargo(self) -> Command {
        self.command("cargo")
    }

    fn command(self, program: &str) -> Command {
        let mut path = OsString::from(self.0);
        path.push(env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command.env("PATH", path);
        command
    }

    /// Whether it compiles for the target: an empty library here, to see that std is there and of its version.
    fn has_target(self) -> bool {
        let arguments = ["--target", TARGET, "--crate-type=lib", "--emit=dep-info=-", "-"];
        output(self.command("rustc").args(arguments)).is_ok()
    }
}

/// Finds a toolchain with the target, or makes one.
pub(crate) fn ensure(target_dir: &Path) -> Result<Toolchain> {
    if let Some(toolchain) = [OWN, DEBIAN].into_iter().find(|toolchain| toolchain.has_target()) {
        return Ok(toolchain);
    }
    // Whether it worked is seen below, whatever it says.
    let _said = run(Command::new("rustup").args(["target", "add", TARGET]));
    if OWN.has_target() {
        return Ok(OWN);
    }
    if !debian::can_install() {
        let packages = DEBIAN_PACKAGES.join(", ");
        bail!(
            "the page needs Rust's target {TARGET}: install it by `rustup target add {TARGET}`, or run this as \
             root on Debian, where it is made from the packages {packages}"
        );
    }
    println!("rustup gives no {TARGET}: going on with Debian's compiler");
    debian::install(DEBIAN_PACKAGES)?;
    let linker = fs::read_link(DEBIAN_LINKER).context(DEBIAN_LINKER)?;
    debian::install(&[linker.to_str().context(DEBIAN_LINKER)?])?;
    build_library(&target_dir.join("wasm-std")).context("the standard library for WebAssembly")?;
    Ok(DEBIAN)
}

/// Builds the target's standard library in the folder `work` and lays it into the compiler's own tree.
fn build_library(work: &Path) -> Result<()> {
    // What an earlier version of the compiler left in either folder would be taken for its own.
    let library = output(DEBIAN.command("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    let library = Path::new(&library);
    for folder in [work, library] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n")?;
    fs::write(work.join("src/lib.rs"), "")?;
    run(DEBIAN
        .cargo()
        .current_dir(work)
        .args(["build", "--release", "--target", TARGET, "--target-dir", "target"])
        .args(["-Z", "build-std=std,panic_abort,test"])
        .env("RUSTC_BOOTSTRAP", "1")
        // Else its libraries carry no bitcode, and a later `lto = true` fails.
        .env("CARGO_PROFILE_RELEASE_LTO", "true"))?;

    fs::create_dir_all(library)?;
    for file in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))? {
        let file = file?;
        if file.path().extension().is_some_and(|extension| extension == "rlib") {
            fs::copy(file.path(), library.join(file.file_name()))?;
        }
    }
    Ok(())
}
