//! Which arrangement of the chart a sheet of paper gets, and how much of it is drawn.

use super::super::facts::Facts;
use super::super::layout::ChartLayout;
use super::super::view::View;
use super::extent;
use crate::diagram::sheets::{Fit, LEAST_POINTS, Paper, READABLE_POINTS, Sheets};

/// A sheet that is so full and can be read keeps the usual arrangement, sections in a row: whoever knows the page finds it again.
const WELL_FILLED: f64 = 0.75;

/// A chart that is arranged for paper.
#[derive(Debug, Clone, PartialEq)]
pub struct OnPaper {
    /// Where everything lies.
    pub layout: ChartLayout,
    /// How it is looked at; without single posts where their letters would be too small.
    pub view: View,
    /// Size of the figures on a card with every post drawn, in points.
    pub points_with_posts: f64,
}

impl OnPaper {
    /// Arranges a chart: for one sheet as large as can be, for several as on the page, because there letters have their size
    /// anyway. Some ten milliseconds for 500 posts.
    #[must_use]
    pub fn of(facts: &Facts, view: &View, paper: Paper, fit: Fit) -> Self {
        let layout = whole(facts, view, paper);
        let points_with_posts = points(&layout, facts, view, (paper, Fit::OneSheet));
        match fit {
            Fit::OneSheet if points_with_posts < LEAST_POINTS => {
                let view = View { posts: false, ..view.clone() };
                Self { layout: whole(facts, &view, paper), view, points_with_posts }
            }
            // What can be read on one sheet is not cut up.
            Fit::Readable if points_with_posts < READABLE_POINTS => {
                let layout = ChartLayout::of(facts, view);
                let points_with_posts = points(&layout, facts, view, (paper, fit));
                Self { layout, view: view.clone(), points_with_posts }
            }
            _ => Self { layout, view: view.clone(), points_with_posts },
        }
    }
}

fn points(layout: &ChartLayout, facts: &Facts, view: &View, (paper, fit): (Paper, Fit)) -> f64 {
    Sheets::of_size(extent((layout.width, layout.height), facts, view), paper, fit).points_of_figures()
}

/// The arrangement for one sheet.
fn whole(facts: &Facts, view: &View, paper: Paper) -> ChartLayout {
    let sheets =
        |width: f64, height: f64| Sheets::of_size(extent((width, height), facts, view), paper, Fit::OneSheet);
    let usual = ChartLayout::of(facts, view);
    let on_sheet = sheets(usual.width, usual.height);
    let (wide, high) = on_sheet.filled();
    if wide * high >= WELL_FILLED && on_sheet.points_of_figures() >= READABLE_POINTS {
        return usual;
    }
    ChartLayout::arranged(facts, view, |width, height| sheets(width, height).scale)
}
