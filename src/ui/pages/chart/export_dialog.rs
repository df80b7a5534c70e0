//! Print and files: which form, which paper, one sheet or several. A plain form, so that the browser does the download.

use super::state::Chart;
use crate::diagram::Paper;
use crate::diagram::chart::Folded;
use crate::diagram::chart::measure::Measure;
use crate::diagram::coordinate;
use crate::format::Language;
use crate::ui::browser::document;
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// Opens with [`Chart::exporting`].
#[component]
pub fn ExportDialog() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let open = Held::new(false);
    Effect::new(move |_| {
        if chart.exporting.get() {
            chart.exporting.set(false);
            open.set(true);
        }
    });
    let form = Held::new("pdf".to_owned());
    let is_pdf = move || form.with(|form| form == "pdf");
    let papers: Vec<AnyView> = Paper::ALL
        .into_iter()
        .map(|paper| {
            let (short, long) = paper.millimetres();
            let [short, long] = [short, long].map(coordinate);
            part(view! {
                <option value=paper.name() selected=paper == Paper::default()>
                    {format!("{} ({short} × {long} mm)", paper.name())}
                </option>
            })
        })
        .collect();
    // What is folded, as the address says it: a number of levels or units.
    let folded = move |name: &str| {
        let folded = chart.facts.with(|facts| chart.closed.with(|closed| Folded::of(closed, facts)));
        folded.field().filter(|(field, _)| *field == name).map(|(_, value)| value).unwrap_or_default()
    };
    let title = Signal::derive(move || t_string!(i18n, chart.export_title).to_owned());
    part(view! {
        <Dialog open title id="ausgabe">
            <form class="export" method="get" action="/export/organigramm" data-testid="export-form">
                <input type="hidden" name="szenario" value=move || chart.plan.scenario().to_string()/>
                <input type="hidden" name="tag" value=move || chart.date.get().to_string()/>
                <input type="hidden" name="stand" value=move || chart.desk.look.get().word()/>
                <input type="hidden" name="nebenlinien" value=move || if chart.desk.share_lines.get() { "1" } else { "0" }/>
                <input type="hidden" name="aufgaben" value=move || if chart.tasks.get() { "1" } else { "0" }/>
                <input type="hidden" name="farbe" value=move || chart.desk.measure.get().map(Measure::key).unwrap_or_default()/>
                <input type="hidden" name="ebenen" value=move || folded("ebenen")/>
                <input type="hidden" name="zu" value=move || folded("zu")/>
                <input type="hidden" name="sprache" value=move || if chart.language() == Language::English { "en" } else { "de" }/>
                <label class="field">
                    <span>{t!(i18n, chart.export_form)}</span>
                    <select class="input" name="form" on:change=move |event| form.set(event_target_value(&event))>
                        <option value="pdf">{t!(i18n, chart.export_pdf)}</option>
                        <option value="svg">{t!(i18n, chart.export_svg)}</option>
                        <option value="png">{t!(i18n, chart.export_png)}</option>
                        <option value="csv">{t!(i18n, chart.export_csv)}</option>
                    </select>
                </label>
                <label class="field">
                    <span>{t!(i18n, chart.export_paper)}</span>
                    <select class="input" name="papier" disabled=move || !is_pdf()>{papers}</select>
                </label>
                <label class="field">
                    <span>{t!(i18n, chart.export_sheets)}</span>
                    <select class="input" name="blaetter" disabled=move || !is_pdf()>
                        <option value="eins">{t!(i18n, chart.export_one)}</option>
                        <option value="lesbar">{t!(i18n, chart.export_readable)}</option>
                    </select>
                </label>
                <div class="dialog-actions">
                    <button type="submit" class="button" data-variant="primary" data-testid="export-go"
                        on:click=move |_| request_animation_frame(move || open.set(false))>{t!(i18n, chart.export_go)}</button>
                    <button type="button" class="button" data-variant="quiet"
                        on:click=move |_| {
                            open.set(false);
                            request_animation_frame(document::print);
                        }>{t!(i18n, chart.print)}</button>
                </div>
            </form>
        </Dialog>
    })
}
