//! The rules of pictures that stand alone: in a report and in a file. In the page the style sheet has them.

/// Colours and strokes of every class, for light paper; told apart in grey by lightness and by strokes too.
pub const PICTURE_STYLE: &str = "\
text{font-family:'Fira Sans',sans-serif;font-size:11px;fill:#1c1c1c}\
text.heading{font-size:14px;font-weight:600}text.tick{fill:#4a4a4a}text.value{font-weight:600}text.limit,text.percentile{font-weight:600;fill:#7a1f1f}\
text.percentile{stroke:#ffffff;stroke-width:3px;stroke-linejoin:round;paint-order:stroke}\
line.grid{stroke:#1c1c1c;stroke-opacity:.12}line.axis{stroke:#5b6472}\
line.before{stroke:#6b6b6b;stroke-width:1.5;stroke-dasharray:1 3}\
line.event{stroke:#5b6472;stroke-dasharray:2 3}line.limit,line.percentile{stroke:#7a1f1f;stroke-width:1.5;stroke-dasharray:5 3}\
path.course{fill:none;stroke-width:2;stroke-linejoin:round}path.band{stroke:none;fill-opacity:.18}\
.received{fill:#9db7dd}.completed{fill:#1f4e8c}\
path.course.received{fill:none;stroke:#5c86c4}path.course.completed{fill:none;stroke:#173c6d;stroke-dasharray:7 3}\
rect.key.line{fill:#5c86c4}path.band.open{fill:#d99a2b;fill-opacity:.3}rect.key.open{fill:#d99a2b;fill-opacity:.3;stroke:#8a6d1f}\
.stock{fill:#1c1c1c}path.course.stock{fill:none;stroke:#1c1c1c}\
.forecast{fill:#1f4e8c}path.course.forecast{fill:none;stroke:#1f4e8c;stroke-dasharray:7 3}\
.earlier{fill:#8a6d1f}path.course.earlier{fill:none;stroke:#8a6d1f;stroke-width:1.5;stroke-dasharray:2 3}\
.before{fill:#6b6b6b}path.course.before{fill:none;stroke:#6b6b6b;stroke-width:1.5;stroke-dasharray:1 3}\
.before-output{fill:#9a9a9a}path.course.before-output{fill:none;stroke:#9a9a9a;stroke-width:1.5;stroke-dasharray:6 2 1 2}\
.with-us{fill:#173c6d}.in-work{fill:#4d7dbd}.authority{fill:#e6e1cd;stroke:#5b6472;stroke-width:.5}.applicant{fill:#c99a2e}.dormant{fill:#b9b9b9}.unknown{fill:#ffffff;stroke:#5b6472;stroke-dasharray:2 2}\
.case{fill:#1f4e8c;fill-opacity:.45}\
.reaching{fill:#173c6d}.vacant{fill:#8a3324}.absence{fill:#2f6aa8}.onboarding{fill:#b06c35}.elsewhere{fill:#989898}\
.mentoring{fill:#dcaa4a}.allowance{fill:#b9cbe6}.outage{fill:#ece3c8;stroke:#5b6472;stroke-width:.5}\
path.course.need{fill:none;stroke:#7a1f1f;stroke-dasharray:5 3}rect.key.need{fill:#7a1f1f}\
path.course.plan{fill:none;stroke:#8f8f8f;stroke-dasharray:2 2}rect.key.plan{fill:#8f8f8f}\
path.course.filled{fill:none;stroke:#4d7dbd}rect.key.filled{fill:#4d7dbd}\
path.course.effective{fill:none;stroke:#173c6d;stroke-width:3}rect.key.effective{fill:#173c6d}";
