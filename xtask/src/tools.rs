//! What the tests need beside Rust: browsers with their drivers, Node and its packages.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{debian, process::run, server::fingerprint};

/// A browser engine in which the page is tested.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    /// The programs that run it, each with Debian's package.
    programs: &'static [(&'static str, &'static str)],
    /// The driver that wasm-bindgen's test runner knows, and the variable by which it is told to take it.
    pub(crate) driver: Option<(&'static str, &'static str)>,
}

pub(crate) static ENGINES: [Engine; 3] = [
    Engine {
        name: "chromium",
        programs: &[("chromium", "chromium"), ("chromedriver", "chromium-driver")],
        driver: Some(("CHROMEDRIVER", "chromedriver")),
    },
    Engine {
        name: "firefox",
        programs: &[("firefox", "firefox-esr")],
        driver: Some(("GECKODRIVER", GECKODRIVER)),
    },
    // Safari's engine. Its driver brings it along, and wants a screen.
    Engine {
        name: "webkit",
        programs: &[("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")],
        driver: None,
    },
];

const ALWAYS: [(&str, &str); 4] =
    [("cargo-clippy", "rust-web-clippy"), ("cargo-fmt", "rustfmt-web"), ("node", "nodejs"), ("npm", "npm")];

/// Firefox's driver: not every Debian has it as a package, so that it is built from source.
const GECKODRIVER: &str = "geckodriver";

/// Makes sure of everything that tests in `engines` need.
pub(crate) fn ensure(engines: &[&Engine], target_dir: &Path) -> Result<()> {
    let programs = ALWAYS.iter().chain(engines.iter().flat_map(|engine| engine.programs));
    let missing: Vec<_> =
        programs.filter(|(program, _)| !is_on_path(program)).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        let names = missing.join(", ");
        if debian::system_is("ubuntu") {
            bail!(
                "missing: {names}; Ubuntu's snaps of browsers cannot be driven, take the makers' own packages"
            );
        }
        if !debian::can_install() {
            bail!("missing, by the names of Debian's packages: {names}");
        }
        debian::install(&missing)?;
    }
    let built = locate(GECKODRIVER, target_dir).is_absolute();
    if engines.iter().any(|engine| engine.name == "firefox") && !built && !is_on_path(GECKODRIVER) {
        let version = ["--locked", GECKODRIVER, "--version", "0.37.1"];
        run(Command::new("cargo").arg("install").args(version).arg("--root").arg(tools_folder(target_dir)))?;
    }
    install_node_modules()
}

/// A program that was built here, or else one of that name on `PATH`.
pub(crate) fn locate(program: &str, target_dir: &Path) -> PathBuf {
    let built = tools_folder(target_dir).join("bin").join(program);
    if built.exists() { built } else { program.into() }
}

fn tools_folder(target_dir: &Path) -> PathBuf {
    target_dir.join("tools")
}

fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs the packages of package-lock.json, unless these very ones were installed before.
pub(crate) fn install_node_modules() -> Result<()> {
    let lock = fingerprint(&fs::read("package-lock.json")?);
    let stamp = Path::new("node_modules/.installed-from");
    if !fs::read_to_string(stamp).is_ok_and(|installed| installed == lock) {
        run(Command::new("npm").arg("ci"))?;
        fs::write(stamp, lock)?;
    }
    Ok(())
}
