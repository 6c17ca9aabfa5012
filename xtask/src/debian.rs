//! Debian's package manager, where we may use it.

use std::{fs, process::Command};

use anyhow::Result;

use crate::process::{output, run};

/// Whether this system calls itself `name`: `debian`, `ubuntu`, ...
pub(crate) fn system_is(name: &str) -> bool {
    fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == format!("ID={name}")))
}

/// Whether this is Debian and packages can be installed without asking.
pub(crate) fn can_install() -> bool {
    system_is("debian") && output(Command::new("id").arg("-u")).is_ok_and(|user| user == "0")
}

/// Installs `packages` with what they need, and nothing that they only recommend.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    println!("installing {}", packages.join(" "));
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-qq", "-y", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
