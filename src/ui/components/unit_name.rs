//! The name of a unit where there is little room.

use crate::ui::dynamic::part;
use leptos::prelude::*;

/// The name; a line may end after a stroke. Nothing is added to the text, so that what is copied or searched for stays as it is.
pub fn unit_name(name: &str) -> AnyView {
    let one = |(place, piece): (usize, &str)| {
        let piece = piece.to_owned();
        if place == 0 { piece.into_any() } else { part(view! { <wbr/> {piece} }) }
    };
    name.split_inclusive('/').enumerate().map(one).collect::<Vec<_>>().into_any()
}
