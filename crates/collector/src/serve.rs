//! Connections: how many, how slow they may be, and how they end. The router behind them does not know of any of it.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Notify, Semaphore};
use tower::ServiceExt;

/// How long a connection may take to send the head of a request, and so how long it may stay open without one.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long connections are still taken after the collector was told to stop: a balancer needs a moment to see that it is not ready.
const LINGER: Duration = Duration::from_secs(1);
/// How long requests that have begun may take to end after that.
const GRACE: Duration = Duration::from_secs(10);
/// Pause after a connection could not be taken, as when the process has run out of files.
const BREATH: Duration = Duration::from_millis(50);
/// How far the threads that talk to clients stand behind the writer, in steps of `nice`: of a processor that both want the writer has 60%.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 2;
/// Largest head of a request, in bytes.
const HEAD_BYTES: usize = 16 * 1024;

/// Tells everything that runs to come to its end. Clones tell the same.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    told: Arc<(AtomicBool, Notify)>,
}

impl Stop {
    /// From now on: not ready, then no new connections, then none.
    pub fn tell(&self) {
        self.told.0.store(true, Ordering::SeqCst);
        self.told.1.notify_waiters();
    }

    /// Whether it was told.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.told.0.load(Ordering::SeqCst)
    }

    /// Completes when it is told.
    pub async fn wait(&self) {
        let told = self.told.1.notified();
        tokio::pin!(told);
        // In line before looking, so that nothing that is told in between is missed.
        told.as_mut().enable();
        if !self.is_told() {
            told.await;
        }
    }
}

/// The address at the other end of the connection: a visitor's, or a proxy's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// A runtime for [`serve`]. Its threads come after the writer's where the processors do not suffice for both: taking requests in faster
/// than they can be written helps nobody, and refusing them must not cost what could have been stored.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> std::io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    // Counted from the thread that calls this, not from the one that starts another: those would fall behind each other.
    #[cfg(target_os = "linux")]
    if let Ok(own) = rustix::process::getpriority_process(None) {
        // Only Linux knows it of a single thread; elsewhere it would be the whole process. Where it is refused nothing comes first.
        builder.on_thread_start(move || {
            let _ = rustix::process::setpriority_process(None, own + BEHIND);
        });
    }
    builder.enable_all().build()
}

/// Serves until it is told to stop, at most so many connections at once. Those beyond wait to be taken. Completes when the last
/// connection has ended, at the latest eleven seconds after the word.
pub async fn serve(listener: TcpListener, router: Router, connections: usize, stop: &Stop) {
    let room = Arc::new(Semaphore::new(connections.max(1)));
    let graceful = GracefulShutdown::new();
    let ending = async {
        stop.wait().await;
        tokio::time::sleep(LINGER).await;
    };
    tokio::pin!(ending);
    loop {
        let taken = tokio::select! {
            taken = take(&listener, &room) => taken,
            () = &mut ending => break,
        };
        let Some((stream, peer, place)) = taken else { continue };
        // Answers are small and complete: nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            let answer = router.clone().oneshot(request);
            async move { answer.await.map_err(|never: Infallible| never) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_BYTES);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // Clients break connections off all the time; that is nobody's fault here.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

/// The next connection, once there is room for it.
async fn take(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(_) => {
            tokio::time::sleep(BREATH).await;
            None
        }
    }
}
