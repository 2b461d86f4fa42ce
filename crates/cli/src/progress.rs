//! Progress on standard error: a bar on a terminal, a line now and then when piped, nothing when
//! quiet.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use engine::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);

/// How often a line is written when standard error is not a terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Shows a run's progress until it is dropped.
pub(crate) struct Screen {
    done: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Screen {
    /// Starts showing `progress`, unless `quiet`.
    pub(crate) fn start(progress: &Arc<Progress>, quiet: bool) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let thread = (!quiet).then(|| {
            let (done, progress) = (Arc::clone(&done), Arc::clone(progress));
            std::thread::spawn(move || {
                if std::io::stderr().is_terminal() {
                    bar(&progress, &done);
                } else {
                    lines(&progress, &done);
                }
            })
        });
        Self { done, thread }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A screen that failed is no reason to fail the run.
            drop(thread.join());
        }
    }
}

fn bar(progress: &Progress, done: &AtomicBool) {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let template =
        "{spinner} {msg} {bytes} of {total_bytes} ({bytes_per_sec}, {eta} left) {wide_bar}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        // Consoles of older Windows have no other sign that turns.
        bar.set_style(style.tick_chars("|/-\\ "));
    }
    while !done.load(Ordering::Relaxed) {
        let load = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        bar.set_length(load(&progress.bytes).max(load(&progress.bytes_done)));
        bar.set_position(load(&progress.bytes_done));
        let (files, all) = (load(&progress.files_done), load(&progress.files));
        bar.set_message(format!("{files} of {all} files"));
        bar.tick();
        std::thread::sleep(TICK);
    }
    bar.finish_and_clear();
}

#[expect(clippy::print_stderr, reason = "progress belongs on standard error")]
fn lines(progress: &Progress, done: &AtomicBool) {
    let (start, mut last) = (Instant::now(), Instant::now());
    while !done.load(Ordering::Relaxed) {
        if last.elapsed() >= LINE_EVERY {
            last = Instant::now();
            let bytes = progress.bytes_done.load(Ordering::Relaxed) >> 20;
            let total = progress.bytes.load(Ordering::Relaxed) >> 20;
            let seconds = start.elapsed().as_secs().max(1);
            eprintln!("{bytes} of {total} MiB read, {} MiB/s", bytes / seconds);
        }
        std::thread::sleep(TICK);
    }
}
