//! Connections: each has a time in which it must have asked; when the server ends, what was begun is finished.
//!
//! What `axum::serve` does, but for the time: it knows none, and a client that sends its request byte by byte kept
//! its connection for ever.

use super::door::Peer;
use axum::Router;
use axum::serve::Listener;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Longest time from the opening of a connection, or from the last answer on it, to the end of a request's headers;
/// hence also the time after which a connection without requests is closed.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Answers until `told` is there and every request that was begun has its answer.
pub(super) async fn serve_until(
    mut listener: TcpListener,
    app: Router,
    patience: Duration,
    told: impl Future<Output = ()>,
) {
    // Once for all, instead of for every request.
    let app = app.with_state::<()>(());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let open = GracefulShutdown::new();
    let mut told = pin!(told);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut told => break,
        };
        // The limits for attempts to sign in ask from where somebody comes.
        let service = app.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            request
        });
        let service = TowerToHyperService::new(service);
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection was given up");
            }
        });
    }
    // From now on the system refuses whoever comes.
    drop(listener);
    open.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::time::Instant;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::{Notify, oneshot};
    use tokio::task::JoinHandle;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// What a test holds of its server.
    struct Running {
        address: SocketAddr,
        /// Told as soon as an answer is begun.
        begun: Arc<Notify>,
        tell: oneshot::Sender<()>,
        server: JoinHandle<()>,
    }

    /// A server whose only answer takes `effort`.
    async fn start(patience: Duration, effort: Duration) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let begun = Arc::new(Notify::new());
        let handler = {
            let begun = begun.clone();
            move || async move {
                begun.notify_one();
                tokio::time::sleep(effort).await;
                "done"
            }
        };
        let app = Router::new().route("/", get(handler));
        let (tell, told) = oneshot::channel();
        let server = tokio::spawn(serve_until(listener, app, patience, async move {
            _ = told.await;
        }));
        Running { address, begun, tell, server }
    }

    /// Everything until the server closes, for at most ten seconds; a reset is a close too.
    async fn rest(client: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), client.read_to_end(&mut answer)).await;
        assert!(closed.is_ok(), "the connection is still open: {}", String::from_utf8_lossy(&answer));
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn who_sends_headers_drop_by_drop_is_cut_off() {
        let patience = Duration::from_millis(400);
        let running = start(patience, Duration::ZERO).await;
        let (mut reader, mut writer) = TcpStream::connect(running.address).await.unwrap().into_split();
        let begun = Instant::now();
        let drops = tokio::spawn(async move {
            writer.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();
            // Each of them would keep a connection open whose time counts from the last byte.
            while writer.write_all(b"X-Drop: 1\r\n").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        let mut answer = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), reader.read_to_end(&mut answer)).await;
        assert!(closed.is_ok(), "the connection is still open");
        assert!(begun.elapsed() >= patience, "{:?}", begun.elapsed());
        assert!(!String::from_utf8(answer).unwrap().contains("200 OK"));
        drops.await.unwrap();
    }

    #[tokio::test]
    async fn who_says_nothing_is_cut_off() {
        let running = start(Duration::from_millis(200), Duration::ZERO).await;
        let mut silent = TcpStream::connect(running.address).await.unwrap();
        assert!(!rest(&mut silent).await.contains("200 OK"));
    }

    #[tokio::test]
    async fn an_answer_may_take_longer_than_the_headers() {
        let running = start(Duration::from_millis(500), Duration::from_millis(1200)).await;
        let mut client = TcpStream::connect(running.address).await.unwrap();
        // Twice: the time begins anew with every request of the connection.
        client.write_all(&[REQUEST, REQUEST].concat()).await.unwrap();
        assert_eq!(rest(&mut client).await.matches("200 OK").count(), 2);
    }

    #[tokio::test]
    async fn what_was_begun_is_finished_and_nothing_new_is_taken() {
        let Running { address, begun, tell, server } = start(PATIENCE, Duration::from_millis(500)).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(REQUEST).await.unwrap();
        begun.notified().await;
        tell.send(()).unwrap();
        assert!(rest(&mut client).await.ends_with("done"));
        assert_eq!(rest(&mut idle).await, "");
        tokio::time::timeout(Duration::from_secs(10), server).await.expect("it does not end").unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
