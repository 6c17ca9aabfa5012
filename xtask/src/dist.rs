//! `cargo xtask dist`: the page as a host serves it, in few and short files. `cargo xtask sizes`: how large it is.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use lexopt::prelude::*;
use serde_json::{Map, Value};

use crate::{
    enter_root,
    module::{self, target_dir},
    process::run,
    server, target,
    tools::{self, ENGINES, locate},
};

/// Builds the page into a folder that may not be there yet.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let folder = env::current_dir()?.join(args.value()?);
    ensure!(!folder.exists(), "{} is there already", folder.display());
    enter_root()?;
    build(&folder)?;
    println!("{}", folder.display());
    Ok(())
}

/// Builds the page and has headless Chromium say what it fetches of it, with `--files` each by its name, and when it
/// is ready to train.
pub(crate) fn sizes(mut args: lexopt::Parser) -> Result<()> {
    let mut files = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("files") => files = true,
            other => return Err(other.unexpected().into()),
        }
    }
    enter_root()?;
    let target_dir = target_dir()?;
    let chromium = ENGINES.iter().find(|engine| engine.name == "chromium").context("no chromium")?;
    tools::ensure(&[chromium], &target_dir)?;
    let folder = fresh(&target_dir)?;
    let mut node = Command::new("node");
    node.arg("benches/sizes.js").arg(server::start(folder.clone())?).arg(folder);
    if files {
        node.arg("--files");
    }
    if let Some((variable, driver)) = chromium.driver {
        node.env(variable, locate(driver, &target_dir));
    }
    run(&mut node)
}

/// Builds the page into a folder of its own, which is made anew.
pub(crate) fn fresh(target_dir: &Path) -> Result<PathBuf> {
    let folder = target_dir.join("dist");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    build(&folder)?;
    Ok(folder)
}

fn build(folder: &Path) -> Result<()> {
    let target_dir = target_dir()?;
    module::build(target::ensure(&target_dir)?, &target_dir)?;
    copy(Path::new("www"), &folder.join("www"))?;
    let scripts = bundle(&folder.join("www"), &target_dir.join("scripts.json"))?;
    // What the first script imports is fetched at once, instead of after it.
    let link = |script| format!("<link rel=\"modulepreload\" href=\"www/{script}\" />\n    ");
    let links: String = scripts.iter().map(link).collect();
    let html = fs::read_to_string("index.html")?.replacen("<script", &format!("{links}<script"), 1);
    Ok(fs::write(folder.join("index.html"), html)?)
}

/// Copies what a browser asks for beside scripts and styles, a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if server::kind(from).is_none() || from.extension().is_some_and(|end| end == "js" || end == "css") {
        return Ok(());
    }
    fs::create_dir_all(to.parent().map_or_else(PathBuf::new, Path::to_owned))?;
    fs::copy(from, to).with_context(|| from.display().to_string())?;
    Ok(())
}

/// Makes few scripts of many, and them and the styles as short as they can be. What the page, a worker or a variable
/// names stays where it is; beside it stands what several of these share and what is imported later. Returns the
/// scripts that the page's first one imports, directly or through others, itself included.
fn bundle(folder: &Path, report: &Path) -> Result<Vec<String>> {
    tools::install_node_modules()?;
    let entries = ["define.js", "page.js", "ahead.js", "worker.js", "pkg/**/neurone.js", "**/*.css"];
    let chosen =
        ["--bundle", "--splitting", "--format=esm", "--minify", "--charset=utf8", "--tsconfig-raw={}"];
    run(Command::new("npx")
        .args(["--no", "esbuild", "--"])
        .args(entries.map(|entry| format!("www/{entry}")))
        .args(chosen)
        .args(["--outbase=www", "--log-level=warning"])
        .arg(format!("--outdir={}", folder.display()))
        .arg(format!("--metafile={}", report.display())))?;
    let report: Value = serde_json::from_slice(&fs::read(report)?)?;
    let outputs = report["outputs"].as_object().context("esbuild names no outputs")?;
    let is_page = |(_, output): &(_, &Value)| output["entryPoint"] == "www/page.js";
    let (page, _) = outputs.iter().find(is_page).context("esbuild made no page.js")?;
    let mut scripts = Vec::new();
    follow(outputs, page, &mut scripts);
    // The report names them as seen from here, wherever the folder is.
    let beside = page.len() - "page.js".len();
    Ok(scripts.into_iter().map(|script| script[beside..].to_owned()).collect())
}

/// Adds a script and all that it imports at once, directly or through others.
fn follow<'a>(outputs: &'a Map<String, Value>, script: &'a str, found: &mut Vec<&'a str>) {
    if found.contains(&script) {
        return;
    }
    found.push(script);
    for import in outputs[script]["imports"].as_array().into_iter().flatten() {
        if let (Some("import-statement"), Some(path)) = (import["kind"].as_str(), import["path"].as_str()) {
            follow(outputs, path, found);
        }
    }
}
