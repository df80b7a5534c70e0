//! The paper for the data protection officer and the staff council as a file.

use super::{File, beside, drawing, fault, given, read};
use crate::export::TableForm;
use crate::server::about;
use crate::server::context::{self, Context, Failure};
use crate::server::router::AppState;
use axum::extract::{RawQuery, Request, State};
use axum::response::Response;

pub(in crate::server) async fn privacy(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let request = request.into_parts().0;
    let context = context::of(&state, &request.extensions, None);
    given(written(&context, query.as_deref().unwrap_or_default()).await, &request)
}

async fn written(context: &Context, query: &str) -> Result<File, Failure> {
    let form = read(query, TableForm::Pdf)?.form;
    let write = drawing(form)?;
    let document = about::paper(context).await?;
    let name = format!("stellwerk-datenschutz.{}", form.ending());
    beside(move || Ok(File { name, media_type: form.media_type(), bytes: write(&document).map_err(fault)? }))
        .await
}
