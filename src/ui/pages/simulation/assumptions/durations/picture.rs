//! A small picture of a duration, and its table: how many of hundred cases take how long.

use super::{Desk, words};
use crate::diagram::coordinate;
use crate::diagram::ticks_from_zero;
use crate::format::percent;
use crate::simulation::TimeTaken;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{live, part, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 110.0;
/// Where the bars stand.
const FLOOR: f64 = 92.0;

/// Cases that take longer than one value and at most as long as the next, of the last ones longer than the value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Class {
    from: f64,
    to: Option<f64>,
    share: f64,
}

/// Round classes up to the value that one in twenty exceeds, and what is beyond.
pub(super) fn classes(time: &TimeTaken) -> Vec<Class> {
    let ticks = ticks_from_zero(time.quantile(0.95), 8);
    let class = |pair: &[f64]| Class {
        from: pair[0],
        to: Some(pair[1]),
        share: time.share_up_to(pair[1]) - time.share_up_to(pair[0]),
    };
    let mut classes: Vec<Class> = ticks.windows(2).map(class).collect();
    let from = ticks.last().copied().unwrap_or(0.0);
    classes.push(Class { from, to: None, share: 1.0 - time.share_up_to(from) });
    classes
}

/// Picture and table; nothing while the inputs say nothing.
pub(super) fn drawn(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let picture = live(move || desk.time.with(|time| time.as_ref().ok().map(|time| bars(desk, time))));
    let caption = Signal::derive(move || t_string!(i18n, simulation.duration_caption).to_owned());
    let table = live(move || {
        let unit = desk.unit();
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, simulation.duration_column_class)} " (" {unit} ")"</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.duration_column_share)}</th>
            </tr>
        });
        let rows = desk.time.with(|time| time.as_ref().ok().map(classes))?;
        let row = |class: Class| {
            let (name, share) =
                (words::class(i18n, class.from, class.to), percent(class.share, 1, i18n.language()));
            part(view! { <tr><th scope="row">{name}</th><td class="is-number">{share}</td></tr> })
        };
        let rows = rows.into_iter().map(row).collect::<Vec<_>>().into_any();
        Some(part(view! { <DataTable id="dauer-tabelle" head caption>{rows}</DataTable> }))
    });
    part(view! {
        {picture}
        <details class="duration-table">
            <summary>{t!(i18n, simulation.duration_table)}</summary>
            {table}
        </details>
    })
}

/// A bar for each class, the mean as a line, and beneath the bars where every other begins.
fn bars(desk: Desk, time: &TimeTaken) -> AnyView {
    let (i18n, classes) = (desk.i18n, classes(time));
    let width = WIDTH / classes.len() as f64;
    let most = classes.iter().map(|class| class.share).fold(0.01, f64::max);
    let step = classes.first().and_then(|class| class.to).unwrap_or(1.0);
    let bar = |(place, class): (usize, &Class)| {
        let height = class.share / most * (FLOOR - 14.0);
        let x = place as f64 * width;
        let kind = if class.to.is_none() { "rest" } else { "class" };
        part(view! {
            <rect data-bar=kind x=coordinate(x + 1.0) y=coordinate(FLOOR - height) width=coordinate(width - 2.0)
                height=coordinate(height)></rect>
        })
    };
    let label = |(place, class): (usize, &Class)| {
        let words = words::tick(i18n, class.from, class.to.is_none());
        let x = coordinate(place as f64 * width + 1.0);
        let is_shown = place % 2 == 0 || class.to.is_none();
        is_shown.then(|| part(view! { <text x=x y=coordinate(HEIGHT - 4.0)>{words}</text> }))
    };
    let mean = time.mean / step * width;
    let is_within = mean < WIDTH - width;
    let side = if mean > WIDTH / 2.0 { "end" } else { "start" };
    let mean = is_within.then(|| {
        let words = text(move || t_string!(i18n, simulation.duration_mean).to_owned());
        let (x, beside) = (coordinate(mean), coordinate(mean + if side == "end" { -4.0 } else { 4.0 }));
        part(view! { <line x1=x.clone() x2=x y1="0" y2=coordinate(FLOOR)></line><text x=beside y="10" text-anchor=side>{words}</text> })
    });
    let bars: Vec<AnyView> = classes.iter().enumerate().map(bar).collect();
    let labels: Vec<AnyView> = classes.iter().enumerate().filter_map(label).collect();
    let name = text_of(desk, time);
    part(view! {
        <svg class="duration-picture" viewBox=format!("0 0 {} {}", coordinate(WIDTH), coordinate(HEIGHT)) role="img" aria-label=name>
            {bars} {labels} {mean}
        </svg>
    })
}

/// What the picture shows, for whoever does not see it.
fn text_of(desk: Desk, time: &TimeTaken) -> String {
    let words = words::meaning(desk.i18n, time, desk.is_wait());
    format!("{} {words}", t_string!(desk.i18n, simulation.duration_caption))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Distribution;

    #[test]
    fn classes_are_round_and_hold_all_cases() {
        let of = |distribution, mean| TimeTaken { distribution, mean, cv: 1.04 };
        for distribution in [Distribution::Lognormal, Distribution::Exponential, Distribution::Constant] {
            for mean in [0.5, 87.0, 4_000.0] {
                let classes = classes(&of(distribution.clone(), mean));
                assert!((4..=10).contains(&classes.len()), "{classes:?}");
                assert!((classes.iter().map(|class| class.share).sum::<f64>() - 1.0).abs() < 1e-9);
                assert!(classes.iter().all(|class| class.share >= 0.0));
            }
        }
        let lognormal = classes(&of(Distribution::Lognormal, 87.0));
        assert_eq!((lognormal[0].from, lognormal[0].to), (0.0, Some(50.0)));
        assert!(lognormal.last().is_some_and(|class| class.to.is_none() && class.share < 0.05));
    }
}
