//! The parts around the text: what the package holds, properties, styles, paper and foot.

use crate::diagram::escaped;
use crate::document::{Document, Orientation};
use crate::export::ODT;
use crate::export::office::{self, HEAD, LONG, Picture, SHORT};
use std::fmt::Write;

/// The names of what OpenDocument is written with.
pub(super) const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
     xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
     xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
     xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
     xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
     xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
     xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"";

/// Where a picture lies.
pub(super) fn picture_path(name: &str) -> String {
    format!("Pictures/{name}")
}

/// Every part but the ones that the package is told by.
pub(super) fn manifest(pictures: &[Picture]) -> String {
    let mut xml = format!(
        "{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"{ODT}\"/>"
    );
    let mut entry = |path: &str, kind: &str| {
        let _ = write!(
            xml,
            "<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{kind}\"/>"
        );
    };
    for part in ["content.xml", "styles.xml", "meta.xml"] {
        entry(part, "text/xml");
    }
    for picture in pictures {
        entry(&picture_path(&picture.name()), "image/png");
    }
    xml.push_str("</manifest:manifest>");
    xml
}

/// Title, language and day.
pub(super) fn meta(document: &Document) -> String {
    let time = office::time(document);
    format!(
        "{HEAD}<office:document-meta {NAMESPACES}><office:meta><meta:generator>Stellwerk</meta:generator>\
         <dc:title>{}</dc:title><dc:description>{}</dc:description><meta:initial-creator>Stellwerk</meta:initial-creator>\
         <dc:creator>Stellwerk</dc:creator><meta:creation-date>{time}</meta:creation-date><dc:date>{time}</dc:date>\
         <dc:language>{}</dc:language></office:meta></office:document-meta>",
        escaped(&document.title),
        escaped(&document.description),
        document.language_tag(),
    )
}

/// Styles under the names that LibreOffice knows, so that its navigator and its table of contents find the headings.
pub(super) fn styles(document: &Document) -> String {
    let (language, country) = document.language_tag().split_once('-').unwrap_or(("de", "DE"));
    let mut xml = format!(
        "{HEAD}<office:document-styles {NAMESPACES}><office:font-face-decls>\
         <style:font-face style:name=\"Arial\" svg:font-family=\"Arial\" style:font-family-generic=\"swiss\"/></office:font-face-decls>\
         <office:styles><style:default-style style:family=\"paragraph\">\
         <style:paragraph-properties fo:margin-bottom=\"7pt\" fo:line-height=\"120%\" fo:orphans=\"2\" fo:widows=\"2\"/>\
         <style:text-properties style:font-name=\"Arial\" fo:font-size=\"10.5pt\" fo:language=\"{language}\" fo:country=\"{country}\"/>\
         </style:default-style><style:style style:name=\"Standard\" style:family=\"paragraph\" style:class=\"text\"/>"
    );
    headings(&mut xml);
    for (name, shown, spaces, size) in [
        (
            "Caption",
            "Caption",
            "fo:margin-top=\"6pt\" fo:margin-bottom=\"4pt\" fo:keep-with-next=\"always\"",
            "9.5pt",
        ),
        ("Picture", "Bild", "fo:keep-with-next=\"always\"", "10.5pt"),
        ("PictureCaption", "Bildunterschrift", "", "9pt"),
        ("List", "List", "fo:margin-bottom=\"3pt\"", "10.5pt"),
        (
            "Table_20_Contents",
            "Table Contents",
            "fo:margin-top=\"1.5pt\" fo:margin-bottom=\"1.5pt\" fo:line-height=\"105%\"",
            "9pt",
        ),
        (
            "Note",
            "Anmerkung",
            "fo:margin-left=\"16pt\" fo:text-indent=\"-16pt\" fo:margin-bottom=\"2pt\"",
            "9pt",
        ),
        ("Footer", "Footer", "fo:margin-bottom=\"0pt\"", "8pt"),
    ] {
        let weight = if name == "Caption" { " fo:font-weight=\"bold\"" } else { "" };
        let _ = write!(
            xml,
            "<style:style style:name=\"{name}\" style:display-name=\"{shown}\" style:family=\"paragraph\" \
             style:parent-style-name=\"Standard\"><style:paragraph-properties {spaces}/>\
             <style:text-properties fo:font-size=\"{size}\"{weight}/></style:style>"
        );
    }
    lists(&mut xml);
    xml.push_str("</office:styles>");
    paper(document, &mut xml);
    xml.push_str("</office:document-styles>");
    xml
}

/// Sizes and spaces are those of the DOCX.
fn headings(xml: &mut String) {
    for (level, size, before) in [(1, "18pt", 0), (2, "13.5pt", 15), (3, "11.5pt", 11), (4, "10.5pt", 8)] {
        let _ = write!(
            xml,
            "<style:style style:name=\"Heading_20_{level}\" style:display-name=\"Heading {level}\" style:family=\"paragraph\" \
             style:parent-style-name=\"Standard\" style:next-style-name=\"Standard\" style:default-outline-level=\"{level}\">\
             <style:paragraph-properties fo:margin-top=\"{before}pt\" fo:margin-bottom=\"5pt\" fo:line-height=\"110%\" \
             fo:keep-with-next=\"always\" fo:keep-together=\"always\"/>\
             <style:text-properties fo:font-size=\"{size}\" fo:font-weight=\"bold\"/></style:style>"
        );
    }
}

/// Marks, and numbers; each list counts from 1.
fn lists(xml: &mut String) {
    for (name, level) in [
        ("Marks", "bullet text:level=\"1\" text:bullet-char=\"•\""),
        ("Numbers", "number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\""),
    ] {
        let kind = level.split(' ').next().unwrap_or_default();
        let _ = write!(
            xml,
            "<text:list-style style:name=\"{name}\"><text:list-level-style-{level}>\
             <style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">\
             <style:list-level-label-alignment text:label-followed-by=\"listtab\" text:list-tab-stop-position=\"17pt\" \
             fo:margin-left=\"17pt\" fo:text-indent=\"-17pt\"/></style:list-level-properties>\
             </text:list-level-style-{kind}></text:list-style>"
        );
    }
}

/// A4, and at its foot title and day, then the number of the page as a field.
fn paper(document: &Document, xml: &mut String) {
    let points = |twentieths: u32| f64::from(twentieths) / 20.0;
    let (width, height, lies) = match document.orientation {
        Orientation::Portrait => (points(SHORT), points(LONG), "portrait"),
        Orientation::Landscape => (points(LONG), points(SHORT), "landscape"),
    };
    let (before, of) = office::foot(document);
    // The sides are those of the DOCX; of what is free below the text, the foot takes the upper half.
    let _ = write!(
        xml,
        "<office:automatic-styles><style:page-layout style:name=\"Paper\"><style:page-layout-properties \
         fo:page-width=\"{width:.1}pt\" fo:page-height=\"{height:.1}pt\" style:print-orientation=\"{lies}\" \
         fo:margin-top=\"62.3pt\" fo:margin-bottom=\"28.3pt\" fo:margin-left=\"70.9pt\" fo:margin-right=\"56.7pt\"/>\
         <style:footer-style><style:header-footer-properties fo:min-height=\"28.3pt\" fo:margin-top=\"11pt\"/></style:footer-style>\
         </style:page-layout></office:automatic-styles><office:master-styles>\
         <style:master-page style:name=\"Standard\" style:page-layout-name=\"Paper\"><style:footer>\
         <text:p text:style-name=\"Footer\">{}<text:page-number text:select-page=\"current\">1</text:page-number>{of}\
         <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>",
        escaped(&before)
    );
}
