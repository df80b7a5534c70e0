//! Turns `locales/<language>/<namespace>.json` into types, so that a missing text or argument does not compile.
//!
//! Each text becomes a structure whose fields are its arguments, `{{ name }}` in the text, and whose `text` method
//! gives it in a language. The macros of `ui::i18n` write these structures down.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// The first one is complete by definition; the others must have the same texts with the same arguments.
const LANGUAGES: [&str; 2] = ["de", "en"];

type Texts = BTreeMap<String, String>;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    if let Err(reason) = generate() {
        println!("cargo::error={reason}");
    }
}

fn generate() -> Result<(), String> {
    let mut code = String::new();
    for namespace in namespaces()? {
        let languages = LANGUAGES
            .iter()
            .map(|language| read(&format!("locales/{language}/{namespace}.json")))
            .collect::<Result<Vec<_>, _>>()?;
        code += &format!("pub mod {namespace} {{\n    use super::*;\n");
        for key in languages.iter().flat_map(Texts::keys).collect::<BTreeSet<_>>() {
            let texts = languages
                .iter()
                .zip(LANGUAGES)
                .map(|(texts, language)| {
                    texts.get(key).ok_or_else(|| format!("locales/{language}/{namespace}.json lacks „{key}“"))
                })
                .collect::<Result<Vec<_>, _>>()?;
            code += &structure(key, &texts).map_err(|reason| format!("{namespace}.{key}: {reason}"))?;
        }
        code += "}\n";
    }
    let folder = env::var("OUT_DIR").map_err(|reason| reason.to_string())?;
    fs::write(Path::new(&folder).join("texts.rs"), code).map_err(|reason| reason.to_string())
}

fn namespaces() -> Result<BTreeSet<String>, String> {
    let folder = format!("locales/{}", LANGUAGES[0]);
    let files = fs::read_dir(&folder).map_err(|reason| format!("{folder}: {reason}"))?;
    let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
    Ok(names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect())
}

fn read(path: &str) -> Result<Texts, String> {
    let bytes = fs::read(path).map_err(|reason| format!("{path}: {reason}"))?;
    serde_json::from_slice(&bytes).map_err(|reason| format!("{path}: {reason}"))
}

/// A text cut at its arguments: literal, argument, literal, …, literal.
fn parts(text: &str) -> Result<Vec<&str>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once("{{") {
        let (argument, after) = after.split_once("}}").ok_or("„{{“ without „}}“")?;
        parts.extend([literal, argument.trim()]);
        rest = after;
    }
    parts.push(rest);
    Ok(parts)
}

fn structure(key: &str, texts: &[&String]) -> Result<String, String> {
    let texts = texts.iter().map(|text| parts(text)).collect::<Result<Vec<_>, _>>()?;
    let arguments = |parts: &[&str]| {
        parts.iter().skip(1).step_by(2).map(|part| (*part).to_owned()).collect::<BTreeSet<_>>()
    };
    let fields = arguments(&texts[0]);
    if texts.iter().any(|text| arguments(text) != fields) {
        return Err("the languages name different arguments".to_owned());
    }
    let mut code = String::new();
    let arms = |body: &dyn Fn(&[&str]) -> String| {
        let arms = texts.iter().zip(LANGUAGES);
        arms.map(|(text, language)| format!("Locale::{language} => {},", body(text))).collect::<String>()
    };
    if fields.is_empty() {
        let arms = arms(&|parts| format!("{:?}", parts[0]));
        let _ = writeln!(
            code,
            "pub struct {key} {{}}\nimpl {key} {{ pub fn text(self, locale: Locale) -> &'static str {{ match locale {{ {arms} }} }} }}",
        );
        return Ok(code);
    }
    let generics: Vec<String> = (0..fields.len()).map(|index| format!("A{index}")).collect();
    let declared: String =
        fields.iter().zip(&generics).map(|(field, generic)| format!("pub {field}: {generic}, ")).collect();
    let bounds: String = generics.iter().map(|generic| format!("{generic}: Display, ")).collect();
    let generics = generics.join(", ");
    let arms = arms(&|parts| {
        let format: String = parts
            .iter()
            .enumerate()
            .map(|(index, part)| match index % 2 {
                0 => part.replace('{', "{{").replace('}', "}}"),
                _ => format!("{{{part}}}"),
            })
            .collect();
        let named: String = fields.iter().map(|field| format!(", {field} = self.{field}")).collect();
        format!("format!({format:?}{named})")
    });
    let _ = writeln!(
        code,
        "pub struct {key}<{generics}> {{ {declared} }}\nimpl<{bounds}> {key}<{generics}> {{ pub fn text(self, locale: Locale) -> String {{ match locale {{ {arms} }} }} }}",
    );
    Ok(code)
}
