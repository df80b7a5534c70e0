//! The page of a link as HTML: one document for screen and paper, without a script.

use super::Asked;
use super::content::{Content, UnitRow};
use super::html::Html;
use super::words::{Notice, Words, caption, sums, words};
use crate::diagram::chart::words::fte;
use crate::format::decimal::fixed;
use crate::format::{Language, date, moment, signed};
use crate::plan::Fte;
use crate::server::qr_code;
use crate::store::OpenedSnapshot;

/// Deepest level that the style sheet sets apart.
const DEEPEST: usize = 4;

/// What the page is made of.
pub(super) struct Page<'a> {
    /// What the link opened.
    pub(super) opened: &'a OpenedSnapshot,
    /// What is told of it.
    pub(super) content: &'a Content,
    /// What the address asked for.
    pub(super) asked: &'a Asked,
    /// Address of the style sheet.
    pub(super) style: &'a str,
    /// Scheme, host and port of the installation.
    pub(super) site: &'a str,
}

impl Page<'_> {
    /// The whole document.
    pub(super) fn written(&self) -> String {
        let mut html = Html::default();
        let title = format!("{} – {}", self.opened.scenario, self.opened.snapshot.name);
        begin(&mut html, (self.words().lang, &title), self.style);
        self.head(&mut html, &title);
        self.days(&mut html);
        self.chart(&mut html);
        self.units(&mut html);
        self.changes(&mut html);
        self.again(&mut html);
        end(&mut html);
        html.finish()
    }

    fn language(&self) -> Language {
        self.asked.language
    }

    fn words(&self) -> &'static Words {
        words(self.language())
    }

    fn head(&self, html: &mut Html, title: &str) {
        let (words, language, snapshot) = (self.words(), self.language(), &self.opened.snapshot);
        html.markup("<h1>").text(title).markup("</h1>\n<p class=\"muted\">");
        html.text(words.taken).markup(" ").text(&moment(snapshot.recorded_at, language)).markup(" · ");
        html.text(words.digest).markup(" <code title=\"").text(&snapshot.hash.to_string()).markup("\">");
        html.text(snapshot.hash.short()).markup("</code> · ");
        html.text(words.until).markup(" ").text(&moment(self.opened.expires_at, language)).markup("</p>\n");
        html.markup("<p class=\"notice\">").text(words.reading).markup("</p>\n<p class=\"lead\">");
        let Content { day, before, after, .. } = self.content;
        html.text(&sums(*day, (*before, *after), language)).markup("</p>\n");
    }

    /// The days, and the other language.
    fn days(&self, html: &mut Html) {
        let (words, language) = (self.words(), self.language());
        html.markup("<nav class=\"shared-days\" aria-label=\"").text(words.days).markup("\">\n<ul>\n");
        for day in &self.content.days {
            html.markup("<li><a class=\"button\" href=\"")
                .text(&self.asked.path(Some(*day), language))
                .markup("\"");
            if *day == self.content.day {
                html.markup(" data-variant=\"primary\" aria-current=\"page\"");
            }
            html.markup(">").text(&date(*day, language)).markup("</a></li>\n");
        }
        let other = match language {
            Language::German => Language::English,
            Language::English => Language::German,
        };
        html.markup("<li><a class=\"button\" data-variant=\"quiet\" lang=\"").text(words.other_lang);
        html.markup("\" hreflang=\"").text(words.other_lang).markup("\" href=\"");
        html.text(&self.asked.path(self.asked.day, other)).markup("\">").text(words.other_language);
        html.markup("</a></li>\n</ul>\n</nav>\n");
    }

    fn chart(&self, html: &mut Html) {
        let scene = &self.content.scene;
        let (width, height) = (fixed(scene.width, 1), fixed(scene.height, 1));
        section(
            html,
            "organigramm",
            &format!("{} {}", self.words().chart, date(self.content.day, self.language())),
        );
        html.markup(
            "<div class=\"shared-picture\" role=\"group\" tabindex=\"0\" aria-labelledby=\"organigramm\">\n",
        );
        html.markup("<svg class=\"chart-picture shared-chart\" role=\"img\" aria-labelledby=\"bild-titel bild-text\" width=\"");
        html.text(&width).markup("\" height=\"").text(&height).markup("\" viewBox=\"0 0 ");
        html.text(&width)
            .markup(" ")
            .text(&height)
            .markup("\">\n<title id=\"bild-titel\">")
            .text(&scene.title);
        html.markup("</title>\n<desc id=\"bild-text\">").text(&scene.description).markup("</desc>\n");
        html.marks(&scene.marks).markup("</svg>\n</div>\n");
        html.markup("<p class=\"muted small\">").text(self.words().provenance).markup("</p>\n</section>\n");
    }

    fn units(&self, html: &mut Html) {
        let (words, language) = (self.words(), self.language());
        section(html, "einheiten", words.units);
        html.markup("<div class=\"table-scroll\" role=\"region\" aria-labelledby=\"einheiten-tabelle\" tabindex=\"0\">\n");
        html.markup("<table class=\"table\">\n<caption id=\"einheiten-tabelle\">");
        html.text(&caption(self.content.day, language)).markup("</caption>\n<thead><tr><th scope=\"col\">");
        html.text(words.unit).markup("</th>");
        for column in [words.before, words.after, words.difference] {
            html.markup("<th scope=\"col\" class=\"is-number\">").text(column).markup("</th>");
        }
        html.markup("</tr></thead>\n<tbody>\n");
        for UnitRow { name, level, before, after } in &self.content.units {
            html.markup("<tr><th scope=\"row\" data-level=\"").text(&level.min(&DEEPEST).to_string());
            html.markup("\">").text(name).markup("</th>");
            let told =
                |value: &Option<Fte>| value.map_or_else(|| "–".to_owned(), |value| fte(value, language));
            for cell in [told(before), told(after), difference(*before, *after, language)] {
                html.markup("<td class=\"is-number\">").text(&cell).markup("</td>");
            }
            html.markup("</tr>\n");
        }
        html.markup("</tbody>\n</table>\n</div>\n</section>\n");
    }

    fn changes(&self, html: &mut Html) {
        let (words, language) = (self.words(), self.language());
        section(html, "aenderungen", words.changes);
        if self.content.changes.is_empty() {
            html.markup("<p>").text(words.no_changes).markup("</p>\n</section>\n");
            return;
        }
        html.markup("<ul class=\"shared-changes\">\n");
        for change in &self.content.changes {
            html.markup("<li>")
                .text(&change.words)
                .markup(" <span class=\"muted\">(")
                .text(words.from)
                .markup(" ");
            html.text(&date(change.effective, language));
            for (said, note) in [(!change.counts, words.not_yet), (!change.fits, words.misfit)] {
                if said {
                    html.markup("; ").text(note);
                }
            }
            html.markup(")</span></li>\n");
        }
        html.markup("</ul>\n</section>\n");
    }

    /// The address of this very page, in words and for a camera.
    fn again(&self, html: &mut Html) {
        let words = self.words();
        let address = format!("{}{}", self.site, self.asked.path(self.asked.day, self.language()));
        section(html, "wieder", words.again);
        html.markup("<div class=\"shared-again\">\n");
        // Only an address beyond all measure has no code; the words lead back as well.
        if let Ok(code) = qr_code::of(&address) {
            let side = code.side.to_string();
            html.markup("<svg class=\"qr-code\" role=\"img\" aria-label=\"").text(words.code);
            html.markup("\" viewBox=\"0 0 ").text(&side).markup(" ").text(&side).markup("\">");
            html.markup("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
            html.text(&code.path).markup("\"/></svg>\n");
        }
        html.markup("<div><p class=\"shared-address\"><code>")
            .text(&address)
            .markup("</code></p>\n<p class=\"muted small\">");
        html.text(words.again_hint).markup("</p></div>\n</div>\n</section>\n");
    }
}

/// A page that says only why there is nothing else; in both languages, as nobody has chosen one yet.
pub(super) fn notice(style: &str, notice: &Notice) -> String {
    let mut html = Html::default();
    begin(&mut html, ("de", notice.heading), style);
    html.markup("<h1>").text(notice.heading).markup("</h1>\n<p class=\"lead\">").text(notice.german);
    html.markup("</p>\n<p lang=\"en\" class=\"muted\">").text(notice.english).markup("</p>\n");
    end(&mut html);
    html.finish()
}

fn begin(html: &mut Html, (lang, title): (&str, &str), style: &str) {
    html.markup("<!DOCTYPE html>\n<html lang=\"")
        .text(lang)
        .markup("\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.markup("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex, nofollow\">\n");
    html.markup(
        "<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"",
    );
    html.text(style).markup("\">\n<title>").text(title).markup(" – Stellwerk</title>\n</head>\n<body>\n");
    html.markup("<main class=\"page shared\">\n");
}

fn end(html: &mut Html) {
    html.markup("</main>\n</body>\n</html>\n");
}

/// Begins a section with its heading.
fn section(html: &mut Html, id: &'static str, heading: &str) {
    html.markup("<section class=\"section\" aria-labelledby=\"")
        .markup(id)
        .markup("\">\n<h2 id=\"")
        .markup(id);
    html.markup("\">").text(heading).markup("</h2>\n");
}

/// What a unit has more or less; a unit that is not there has nothing.
fn difference(before: Option<Fte>, after: Option<Fte>, language: Language) -> String {
    let more = after.unwrap_or_default() - before.unwrap_or_default();
    signed(more.as_f64(), if more.thousandths() % 100 == 0 { 1 } else { 2 }, language)
}
