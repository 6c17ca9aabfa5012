//! Other programs.

use core::time::Duration;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Mutex,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Instant,
};

use anyhow::{Context, Result, bail};

/// Runs `command` with this terminal; an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(())
}

/// What `command` prints, without the space around it.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    if !output.status.success() {
        bail!("{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// The process group of the command that `watch` runs, for Ctrl-C to end.
static WATCHED: Mutex<Option<u32>> = Mutex::new(None);

/// Runs `command`, shows what it prints while it prints it, and returns its standard output. A command that
/// takes longer than `limit` is ended together with all it has started: a browser that hangs would hold up
/// everything.
pub(crate) fn watch(command: &mut Command, limit: Duration) -> Result<(ExitStatus, String)> {
    // A group of its own, so that all of it can be ended.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?;
    *WATCHED.lock().expect("no panic under the lock") = Some(child.id());
    let result = follow(&mut child, limit);
    end_watched();
    result
}

fn follow(child: &mut Child, limit: Duration) -> Result<(ExitStatus, String)> {
    let mut stdout = BufReader::new(child.stdout.take().context("no standard output")?);
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut line = Vec::new();
        while stdout.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            if sender.send(text).is_err() {
                return;
            }
            line.clear();
        }
    });

    let deadline = Instant::now() + limit;
    let mut text = String::new();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                print!("{line}");
                text += &line;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok((child.wait()?, text)),
            Err(RecvTimeoutError::Timeout) => {
                end_watched();
                child.wait()?;
                bail!("ended after {} minutes", limit.as_secs() / 60);
            }
        }
    }
}

/// Ends what `watch` runs, if anything.
pub(crate) fn end_watched() {
    if let Some(group) = WATCHED.lock().expect("no panic under the lock").take() {
        // Most often it has ended by itself, and nothing is left to be told.
        let _none_left =
            Command::new("sh").args(["-c", &format!("kill -KILL -{group}")]).stderr(Stdio::null()).status();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use core::time::Duration;
    use std::process::Command;

    use super::watch;

    // One test: only one command is watched at a time.
    #[test]
    fn a_command_is_followed_to_its_end_or_to_its_limit() {
        let watch =
            |script, seconds| watch(Command::new("sh").args(["-c", script]), Duration::from_secs(seconds));

        let (status, text) = watch("echo one; exit 3", 60).unwrap();
        assert_eq!((status.code(), text.as_str()), (Some(3), "one\n"));

        let error = watch("sleep 100 & wait", 0).unwrap_err();
        assert_eq!(error.to_string(), "ended after 0 minutes");
    }
}
