//! The page's WebAssembly modules and the JavaScript around them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    process::{output, run},
    server::fingerprint,
    target::{TARGET, Toolchain},
};

/// How a module is optimised: the level, and what the compiler is told beside it.
type Aim = (&'static str, &'static [&'static str]);

/// To inline up to a cost of 140, by LLVM's count, instead of its usual 250 leaves all works of the bench as fast as they
/// are and takes 6 % of the bytes away.
const SPEED: Aim = ("3", &["--", "-C", "llvm-args=-inline-threshold=140"]);
const SIZE: Aim = ("'z'", &[]);

/// Packages with the features that make a module of them, how they are optimised, and where the page imports each from:
/// a folder after the one that it stands in, which is made anew with all that is in it. What trains is to be fast, the
/// rest small.
const MODULES: [(&str, &str, Aim, &str); 5] = [
    ("neurone", "points", SPEED, "www/pkg"),
    ("neurone", "sequences", SPEED, "www/pkg/sequences"),
    ("neurone", "worked", SIZE, "www/pkg/worked"),
    ("neurone", "tables", SIZE, "www/pkg/tables"),
    ("neurone-tensors", "", SIZE, "www/pkg/tensors"),
];

/// Cargo's target directory.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let text = output(Command::new("cargo").args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    Ok(metadata["target_directory"].as_str().context("cargo metadata names no target directory")?.into())
}

/// Builds the modules in release form, their glue and their TypeScript declarations.
pub(crate) fn build(toolchain: Toolchain, target_dir: &Path) -> Result<()> {
    for (package, features, (level, flags), folder) in MODULES {
        // `cdylib` is asked for here and not in Cargo.toml, where it would break the core without std and drop LTO.
        // As a dependency of packages of their own the kernels would lose their vector instructions.
        run(toolchain
            .cargo()
            .args(["rustc", "--package", package, "--features", features, "--lib", "--crate-type", "cdylib"])
            .args(["--config", &format!("profile.release.opt-level={level}")])
            .args(["--release", "--target", TARGET])
            .args(flags))?;
        let name = package.replace('-', "_");
        generate(&target_dir.join(TARGET).join(format!("release/{name}.wasm")), Path::new(folder))?;
    }
    Ok(())
}

/// Generates the glue, unless it was generated from this very module before.
fn generate(module: &Path, folder: &Path) -> Result<()> {
    let made_from = fingerprint(&fs::read(module).with_context(|| module.display().to_string())?);
    let stamp = folder.join(".generated-from");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == made_from) {
        return Ok(());
    }
    // First gone, last written: nothing half made passes for whole.
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    // Names serve only to read traps.
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .out_name("neurone")
        .generate(folder)?;
    Ok(fs::write(stamp, made_from)?)
}
