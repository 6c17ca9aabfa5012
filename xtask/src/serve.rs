//! `cargo xtask serve`

use std::path::Path;

use anyhow::{Context, Result};
use lexopt::prelude::*;

use crate::{
    enter_root,
    module::{self, target_dir},
    server, target,
};

const DEFAULT_PORT: u16 = 8080;

/// Builds the page and serves it until the process is ended.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let (mut port, mut open) = (None, false);
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = Some(args.value()?.string()?.parse().context("--port")?),
            Long("open") => open = true,
            other => return Err(other.unexpected().into()),
        }
    }
    enter_root()?;
    // Before the build: a port that cannot be had is said at once.
    let server = match port {
        Some(port) => server::listen(port).with_context(|| format!("port {port} cannot be had"))?,
        None => server::listen(DEFAULT_PORT).or_else(|_taken| {
            println!("port {DEFAULT_PORT} is taken: using a free one");
            server::listen(0)
        })?,
    };
    let target_dir = target_dir()?;
    module::build(target::ensure(&target_dir)?, &target_dir)?;
    let address = server::address(&server);
    println!("{address}  (Ctrl-C ends it)");
    if open {
        open::that_detached(&address)?;
    }
    server::answer(&server, Path::new("."));
    Ok(())
}
