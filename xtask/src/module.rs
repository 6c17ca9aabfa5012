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

/// Packages with the features that make a module of them, the optimisation of the core, and where the page imports each
/// from: a folder after the one that it stands in, which is made anew with all that is in it. What trains is to be fast,
/// the rest small.
const MODULES: [(&str, &str, &str, &str); 5] = [
    ("neurone", "points", "3", "www/pkg"),
    ("neurone", "sequences", "3", "www/pkg/sequences"),
    ("neurone", "worked", "'s'", "www/pkg/worked"),
    ("neurone", "tables", "'s'", "www/pkg/tables"),
    ("neurone-tensors", "", "3", "www/pkg/tensors"),
];

/// Cargo's target directory.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let text = output(Command::new("cargo").args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    Ok(metadata["target_directory"].as_str().context("cargo metadata names no target directory")?.into())
}

/// Builds the modules in release form, their glue and their TypeScript declarations.
pub(crate) fn build(toolchain: Toolchain, target_dir: &Path) -> Result<()> {
    for (package, features, level, folder) in MODULES {
        // `cdylib` is asked for here and not in Cargo.toml, where it would break the core without std and drop LTO.
        // As a dependency of packages of their own the kernels would lose their vector instructions.
        run(toolchain
            .cargo()
            .args(["rustc", "--package", package, "--features", features, "--lib", "--crate-type", "cdylib"])
            .args(["--config", &format!("profile.release.package.neurone.opt-level={level}")])
            .args(["--release", "--target", TARGET]))?;
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
