//! `cargo xtask dist`: the page as a host serves it, its scripts and styles shortened. `cargo xtask sizes`: how large it is.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anyhow::{Context, Result, ensure};
use lexopt::prelude::*;

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
    let (root, target_dir) = (env::current_dir()?, target_dir()?);
    let chromium = ENGINES.iter().find(|engine| engine.name == "chromium").context("no chromium")?;
    tools::ensure(&[chromium], &target_dir)?;
    let folder = target_dir.join("dist");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    build(&folder)?;
    // The server gives what lies in the folder that it stands in.
    env::set_current_dir(&folder)?;
    let server = server::listen(0)?;
    let mut node = Command::new("node");
    node.arg(root.join("benches/sizes.js")).arg(server::address(&server)).arg(&folder);
    if files {
        node.arg("--files");
    }
    if let Some((variable, driver)) = chromium.driver {
        node.env(variable, locate(driver, &target_dir));
    }
    thread::spawn(move || server::answer(&server));
    run(&mut node)
}

fn build(folder: &Path) -> Result<()> {
    let target_dir = target_dir()?;
    module::build(target::ensure(&target_dir)?, &target_dir)?;
    copy(Path::new("www"), &folder.join("www"))?;
    let folder = folder.canonicalize()?;
    shorten(&folder.join("www"))?;
    // What the first script imports is fetched at once, instead of as each script names the next ones.
    let mut scripts = Vec::new();
    follow(folder.join("www/page.js"), &mut scripts)?;
    let mut links = String::new();
    for script in scripts {
        let path = script.strip_prefix(&folder)?.display().to_string();
        links += &format!("<link rel=\"modulepreload\" href=\"{path}\" />\n    ");
    }
    let html = fs::read_to_string("index.html")?.replacen("<script", &format!("{links}<script"), 1);
    Ok(fs::write(folder.join("index.html"), html)?)
}

/// Copies what a browser asks for, a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if server::kind(from).is_none() {
        return Ok(());
    }
    fs::create_dir_all(to.parent().map_or_else(PathBuf::new, Path::to_owned))?;
    fs::copy(from, to).with_context(|| from.display().to_string())?;
    Ok(())
}

/// Makes the scripts and styles of a folder as short as they can be, each in its place: they remain the modules that
/// they are, with their names for one another.
fn shorten(folder: &Path) -> Result<()> {
    tools::install_node_modules()?;
    let files = ["js", "css"].map(|end| format!("{}/**/*.{end}", folder.display()));
    run(Command::new("npx")
        .args(["--no", "esbuild", "--"])
        .args(files)
        .args(["--minify", "--tsconfig-raw={}", "--charset=utf8", "--allow-overwrite", "--log-level=warning"])
        .arg(format!("--outbase={}", folder.display()))
        .arg(format!("--outdir={}", folder.display())))
}

/// Adds a script and all that it imports, directly or through others.
fn follow(script: PathBuf, found: &mut Vec<PathBuf>) -> Result<()> {
    if found.contains(&script) {
        return Ok(());
    }
    let text = fs::read_to_string(&script).with_context(|| script.display().to_string())?;
    let beside = script.with_file_name("");
    found.push(script);
    imports(&text).into_iter().try_for_each(|path| follow(beside.join(path).canonicalize()?, found))
}

/// What a shortened script names in its imports.
fn imports(text: &str) -> Vec<&str> {
    let path = |statement| {
        let (_, path) = ["import\"", "from\""].iter().find_map(|start| str::split_once(statement, start))?;
        path.strip_suffix('"')
    };
    text.split([';', '\n']).filter_map(path).filter(|path| path.starts_with('.')).collect()
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn imports_are_those_of_the_whole_script() {
        let text = "import\"./a.js\";import{b as o}from\"../b.js\";import*as c from\"./c.js\";export{d}from\"./d.js\";const e=()=>import(\"./e.js\"),f=\"./f.js\";export{e};\n";
        assert_eq!(imports(text), ["./a.js", "../b.js", "./c.js", "./d.js"]);
    }
}
