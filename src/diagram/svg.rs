//! A scene as SVG text: for export, print and tests. Every text is escaped; there are no inline styles.

use super::scene::{Anchor, Area, Mark, Scene};
use crate::format::decimal;
use std::fmt::Write;

impl Scene {
    /// The scene as an SVG document of its own, with the rules of `style_sheet` inside (our own text, not a user's).
    #[must_use]
    pub fn to_svg(&self, style_sheet: &str) -> String {
        let (width, height) = (coordinate(self.width), coordinate(self.height));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title description\">\n"
        );
        let _ = writeln!(out, "<title id=\"title\">{}</title>", escaped(&self.title));
        let _ = writeln!(out, "<desc id=\"description\">{}</desc>", escaped(&self.description));
        if !style_sheet.is_empty() {
            let _ = writeln!(out, "<style>{style_sheet}</style>");
        }
        for mark in &self.marks {
            write_mark(&mut out, mark);
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Marks as SVG text without a document around them.
#[must_use]
pub fn marks_to_svg(marks: &[Mark]) -> String {
    let mut out = String::new();
    for mark in marks {
        write_mark(&mut out, mark);
    }
    out
}

// Writing to a `String` cannot fail, hence the ignored results.
fn write_mark(out: &mut String, mark: &Mark) {
    match mark {
        Mark::Group { class, title, marks } => {
            let _ = writeln!(out, "<g class=\"{}\">", escaped(class));
            if !title.is_empty() {
                let _ = writeln!(out, "<title>{}</title>", escaped(title));
            }
            for mark in marks {
                write_mark(out, mark);
            }
            out.push_str("</g>\n");
        }
        Mark::Rect { class, area: Area { x, y, width, height }, radius } => {
            let _ = write!(
                out,
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                escaped(class),
                coordinate(*x),
                coordinate(*y),
                coordinate(*width),
                coordinate(*height)
            );
            if *radius > 0.0 {
                let _ = write!(out, " rx=\"{}\"", coordinate(*radius));
            }
            out.push_str("/>\n");
        }
        Mark::Line { class, from, to } => {
            let _ = writeln!(
                out,
                "<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                escaped(class),
                coordinate(from.0),
                coordinate(from.1),
                coordinate(to.0),
                coordinate(to.1)
            );
        }
        Mark::Path { class, points, closed } => {
            let _ =
                writeln!(out, "<path class=\"{}\" d=\"{}\"/>", escaped(class), path_data(points, *closed));
        }
        Mark::Text { class, at, anchor, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let _ = writeln!(
                out,
                "<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                escaped(class),
                coordinate(at.0),
                coordinate(at.1),
                escaped(text)
            );
        }
    }
}

/// The `d` attribute of a line through points.
#[must_use]
pub fn path_data(points: &[(f64, f64)], closed: bool) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        let _ = write!(data, "{command}{} {}", coordinate(*x), coordinate(*y));
    }
    if closed && !data.is_empty() {
        data.push('Z');
    }
    data
}

/// A length or place in a picture: at most one decimal, so that the text is short and the same on every machine.
#[must_use]
pub fn coordinate(value: f64) -> String {
    let text = decimal::fixed(value, 1);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Safe as text and as the value of an attribute; characters that XML forbids are left out.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' => safe.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_marks_and_escapes_every_text() {
        let scene = Scene {
            width: 100.0,
            height: 50.25,
            title: "</title><script>alert(1)</script>".to_owned(),
            description: "a & b".to_owned(),
            marks: vec![Mark::Group {
                class: "unit \"x\"".to_owned(),
                title: "<b>".to_owned(),
                marks: vec![
                    Mark::Text {
                        class: "name".to_owned(),
                        at: (1.0, 2.55),
                        anchor: Anchor::End,
                        text: "A\u{0}<".to_owned(),
                    },
                    Mark::Path {
                        class: "edge".to_owned(),
                        points: vec![(0.0, 0.0), (5.0, 1.5)],
                        closed: true,
                    },
                ],
            }],
        };
        let svg = scene.to_svg("");
        assert!(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains("style"));
        assert!(svg.contains("<title id=\"title\">&lt;/title&gt;&lt;script&gt;"));
        assert!(svg.contains("<g class=\"unit &quot;x&quot;\">"));
        assert!(svg.contains("text-anchor=\"end\">A&lt;</text>"));
        assert!(svg.contains("d=\"M0 0L5 1.5Z\""));
    }
}
