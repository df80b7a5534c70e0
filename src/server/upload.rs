//! `/daten/datei`: tables that are posted. A line of JSON says what is asked, the rest is the file; it goes to the disk while it
//! comes, and the answer tells line by line how far the reading has come.

use super::context::{self, Context, Failure};
use super::imports::{answer_for, asked};
use super::refusal::answer;
use super::router::AppState;
use crate::api::{ApiError, TableAsk, TableNews};
use crate::plan::read::{Read, form};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::header::CONTENT_TYPE;
use std::convert::Infallible;
use std::fs::File;
use std::io::{BufReader, Seek, Write};
use std::sync::LazyLock;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};

/// Most bytes of the line that says what is asked; it names every change that is left out.
const MAX_ASK: usize = 2 * 1024 * 1024;

/// Files that are read at the same time.
pub(super) static READING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Takes the table in.
pub(super) async fn table(State(state): State<AppState>, request: Request) -> Response {
    let id = context::request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    let received = match receive::<TableAsk>(request.into_body(), state.upload).await {
        Ok(received) => received,
        Err(error) => return answer(&error),
    };
    let (sender, receiver) = mpsc::channel(16);
    tokio::spawn(async move {
        let Ok(_place) = READING.acquire().await else { return };
        let runtime = Handle::current();
        let told = sender.clone();
        let read = tokio::task::spawn_blocking(move || runtime.block_on(look(&context, received, &told)));
        let end = match read.await {
            Ok(Ok(news)) => news,
            Ok(Err(Failure::Answer(error))) => TableNews::Failed(error),
            failed => {
                tracing::error!(?failed, "a table could not be read");
                TableNews::Failed(ApiError::Internal { request_id: id })
            }
        };
        // Whoever asked may be gone.
        let _ = sender.send(end).await;
    });
    let lines = stream::unfold(receiver, |mut receiver| async move {
        let news = receiver.recv().await?;
        let line = serde_json::to_string(&news).unwrap_or_default() + "\n";
        Some((Ok::<_, Infallible>(line), receiver))
    })
    // Compression asks once more after the end.
    .fuse();
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

async fn look(
    context: &Context,
    (ask, file): (TableAsk, File),
    told: &mpsc::Sender<TableNews>,
) -> Result<TableNews, Failure> {
    let asked = asked(context, ask).await?;
    let mut progress = |read: usize| {
        // A page that does not read fast enough misses some.
        let _ = told.try_send(TableNews::Read(read as u64));
    };
    let source = BufReader::with_capacity(64 * 1024, file);
    let looked = asked.importer(context).look(source, &asked.order, &mut progress).await?;
    Ok(TableNews::Looked(Box::new(answer_for(context, &asked, looked).await?)))
}

/// The line and the file.
pub(super) async fn receive<A: Read>(body: Body, most: u64) -> Result<(A, File), ApiError> {
    let broken = || ApiError::unreadable("die Übertragung brach ab".to_owned());
    let mut file = tempfile::tempfile().map_err(|error| {
        tracing::error!(%error, "no room for a file in the temporary folder");
        ApiError::Busy
    })?;
    let mut parts = body.into_data_stream();
    let (mut line, mut ask, mut size) = (Vec::new(), None, 0_u64);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| broken())?;
        let mut rest: &[u8] = &part;
        if ask.is_none() {
            let end = rest.iter().position(|byte| *byte == b'\n');
            line.extend_from_slice(&rest[..end.unwrap_or(rest.len())]);
            if line.len() > MAX_ASK {
                return Err(ApiError::TooLarge);
            }
            let Some(end) = end else { continue };
            ask = Some(form::<A>(&line).map_err(|invalid| ApiError::Invalid { errors: invalid.errors })?);
            rest = &rest[end + 1..];
        }
        size += rest.len() as u64;
        if size > most {
            return Err(ApiError::TooLarge);
        }
        file.write_all(rest).map_err(|_| ApiError::Busy)?;
    }
    file.rewind().map_err(|_| ApiError::Busy)?;
    Ok((ask.ok_or_else(broken)?, file))
}
