//! The page's WebAssembly module and the JavaScript around it.

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

/// Where the page imports the module from.
const PACKAGE: &str = "www/pkg";

/// Cargo's target directory.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let text = output(Command::new("cargo").args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    Ok(metadata["target_directory"].as_str().context("cargo metadata names no target directory")?.into())
}

/// Builds the module in release form, its glue and its TypeScript declarations.
pub(crate) fn build(toolchain: Toolchain, target_dir: &Path) -> Result<()> {
    // `cdylib` is asked for here and not in Cargo.toml, where it would break the core without std and drop LTO.
    run(toolchain
        .cargo()
        .args(["rustc", "--package", "neurone", "--lib", "--crate-type", "cdylib", "--features", "web"])
        .args(["--release", "--target", TARGET]))?;
    generate(&target_dir.join(TARGET).join("release/neurone.wasm"))
}

/// Generates the glue, unless it was generated from this very module before.
fn generate(module: &Path) -> Result<()> {
    let made_from = fingerprint(&fs::read(module).with_context(|| module.display().to_string())?);
    let stamp = Path::new(PACKAGE).join(".generated-from");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == made_from) {
        return Ok(());
    }
    // First gone, last written: nothing half made passes for whole.
    if Path::new(PACKAGE).exists() {
        fs::remove_dir_all(PACKAGE)?;
    }
    Bindgen::new().input_path(module).web(true)?.typescript(true).generate(PACKAGE)?;
    Ok(fs::write(stamp, made_from)?)
}
