//! The list of all checks.

use core::time::Duration;
use std::{ffi::OsStr, fs, path::PathBuf, process::Command};

use anyhow::{Result, ensure};

use crate::{
    dist,
    module::{self, target_dir},
    process::{run, watch},
    server,
    tally::Tally,
    target::{self, TARGET, Toolchain},
    tools::{self, ENGINES, Engine},
};

/// No stage takes nearly as long, even where everything has to be compiled first.
const LIMIT: Duration = Duration::from_secs(45 * 60);

type Run = Box<dyn Fn(&Setup) -> Result<Tally>>;

pub(crate) struct Stage {
    pub(crate) name: String,
    /// With fewer tests than this the stage has failed, for it has lost some. To be raised as tests are added.
    pub(crate) minimum: u32,
    pub(crate) run: Run,
}

impl Stage {
    fn new(name: impl Into<String>, minimum: u32, run: impl Fn(&Setup) -> Result<Tally> + 'static) -> Self {
        Self { name: name.into(), minimum, run: Box::new(run) }
    }
}

/// All stages, in their order: the browsers compare their bits with those that the native tests have written.
pub(crate) fn stages(engines: &[&'static Engine]) -> Vec<Stage> {
    let mut stages = vec![
        Stage::new("format", 1, |setup| check(&mut setup.cargo("fmt --all --check"))),
        Stage::new("clippy: core", 1, |setup| {
            // In the profile that it is linked in below: without std nothing unwinds.
            check(&mut setup.cargo("clippy --release -p neurone -p no-std -- -D warnings"))
        }),
        Stage::new("clippy: native", 1, |setup| {
            let selection = "--workspace --exclude no-std --all-targets --features neurone/plot";
            check(&mut setup.cargo(&format!("clippy {selection} -- -D warnings")))
        }),
        Stage::new("link without std", 1, |setup| check(&mut setup.cargo("run --release -p no-std"))),
        Stage::new("native", 269, native),
        Stage::new("clippy: web", 1, |setup| {
            let selection =
                format!("-p neurone -p neurone-tensors --features neurone/web --lib --target {TARGET}");
            check(&mut setup.web_cargo(&format!("clippy {selection} --test web -- -D warnings")))
        }),
        Stage::new("module", 1, |setup| {
            module::build(setup.toolchain, &setup.target_dir).map(|()| Tally::one(true))
        }),
        Stage::new("types", 1, |_setup| check(Command::new("npx").args(["--no", "tsc"]))),
        Stage::new("javascript", 149, |_setup| node(&mut Command::new("node"), all("tests/js")?)),
    ];
    for engine in engines {
        if let Some(driver) = engine.driver {
            let name = format!("bindings: {}", engine.name);
            stages.push(Stage::new(name, 17, move |setup| bindings(setup, driver)));
        }
    }
    for &engine in engines {
        let name = format!("page: {}", engine.name);
        stages.push(Stage::new(name, 205, move |setup| page(setup, engine)));
    }
    if let Some(&engine) = engines.first() {
        let name = format!("host: {}", engine.name);
        stages.push(Stage::new(name, 52, move |setup| host(setup, engine)));
    }
    stages
}

/// What the stages share.
pub(crate) struct Setup {
    target_dir: PathBuf,
    toolchain: Toolchain,
    address: String,
}

impl Setup {
    /// Installs what is missing for tests in `engines` and starts the server of the page.
    pub(crate) fn new(engines: &[&Engine]) -> Result<Self> {
        let target_dir = target_dir()?;
        let toolchain = target::ensure(&target_dir)?;
        tools::ensure(engines, &target_dir)?;
        let address = server::start(".".into())?;
        Ok(Self { target_dir, toolchain, address })
    }

    fn cargo(&self, args: &str) -> Command {
        self.with_args(Command::new("cargo"), args)
    }

    /// The cargo that compiles for the page.
    fn web_cargo(&self, args: &str) -> Command {
        self.with_args(self.toolchain.cargo(), args)
    }

    fn with_args(&self, mut cargo: Command, args: &str) -> Command {
        cargo.args(args.split(' ')).env("NEURONE_DIGESTS", self.digests());
        cargo
    }

    /// What the native tests tell the browsers: the bits of every training.
    fn digests(&self) -> PathBuf {
        self.target_dir.join("digests.json")
    }
}

/// A command that is one check as a whole.
fn check(command: &mut Command) -> Result<Tally> {
    let (status, _text) = watch(command, LIMIT)?;
    Ok(Tally::one(status.success()))
}

/// A command whose output tells how many tests there were.
fn tests(command: &mut Command, tally: fn(&str) -> Tally) -> Result<Tally> {
    let (status, text) = watch(command, LIMIT)?;
    let tally = tally(&text);
    let ended_well = status.success() || tally.failed > 0;
    Ok(if ended_well { tally } else { Tally { failed: 1, ..tally } })
}

fn native(setup: &Setup) -> Result<Tally> {
    // Those of an earlier run would hide that none were written.
    if setup.digests().exists() {
        fs::remove_file(setup.digests())?;
    }
    let selection = "--workspace --exclude no-std --exclude test-runner --features neurone/plot";
    let mut tally = tests(&mut setup.cargo(&format!("test {selection} --no-fail-fast")), Tally::of_cargo)?;
    if !setup.digests().exists() {
        println!("{} was not written", setup.digests().display());
        tally.failed += 1;
    }
    Ok(tally)
}

/// The tests of the bindings, in the browser of a driver.
fn bindings(setup: &Setup, (variable, driver): (&str, &str)) -> Result<Tally> {
    run(&mut setup.cargo("build -p test-runner"))?;
    let selection = format!("-p neurone --features web --test web --release --target {TARGET}");
    let mut command = setup.web_cargo(&format!("test {selection}"));
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", setup.target_dir.join("debug/test-runner"))
        // Seconds: a whole training of the thesis is one test.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    // The runner takes the first driver that it is told of: the wrong one, if the user's own environment names it.
    for (other, _) in ENGINES.iter().filter_map(|engine| engine.driver) {
        command.env_remove(other).env_remove(format!("{other}_REMOTE"));
    }
    tests(command.env(variable, tools::locate(driver, &setup.target_dir)), Tally::of_cargo)
}

/// The page, end to end.
fn page(setup: &Setup, engine: &Engine) -> Result<Tally> {
    node(&mut browser(setup, engine, &setup.address), all("tests/e2e")?)
}

/// The page as a host serves it: these files fetch every module and a worker.
fn host(setup: &Setup, engine: &Engine) -> Result<Tally> {
    let folder = dist::fresh(&setup.target_dir)?;
    let files = ["data", "journey", "state", "worked"].map(|name| format!("tests/e2e/{name}.test.mjs"));
    node(&mut browser(setup, engine, &server::start(folder)?), files)
}

/// Node, told what page it is to open and how the browser is driven. One browser at a time: they share the processor
/// with the page's own training.
fn browser(setup: &Setup, engine: &Engine, address: &str) -> Command {
    let mut command = Command::new("node");
    command.env("NEURONE_URL", address).env("NEURONE_ENGINE", engine.name);
    if let Some((variable, driver)) = engine.driver {
        command.env(variable, tools::locate(driver, &setup.target_dir));
    }
    command.arg("--test-concurrency=1");
    command
}

/// Node's test runner on some files.
fn node(command: &mut Command, files: impl IntoIterator<Item: AsRef<OsStr>>) -> Result<Tally> {
    tests(command.args(["--test", "--test-reporter=spec"]).args(files), Tally::of_node)
}

/// The test files of a folder.
fn all(folder: &str) -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    let mut files: Vec<_> =
        files.into_iter().filter(|path| path.to_string_lossy().contains(".test.")).collect();
    ensure!(!files.is_empty(), "no tests in {folder}");
    files.sort();
    Ok(files)
}
