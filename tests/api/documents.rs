//! Pages as the server writes them: names are text, whatever they hold.

use crate::app::App;
use stellwerk::plan::builtin;

const HOSTILE: &str = "</title><script>alert(1)</script>";

#[tokio::test]
async fn hostile_names_stay_text() {
    let mut plan = builtin().unwrap();
    plan.name = HOSTILE.to_owned();
    for unit in &mut plan.units {
        unit.name = format!("{HOSTILE} {}", unit.id);
    }
    for post in &mut plan.posts {
        post.title = HOSTILE.to_owned();
    }
    for kind in &mut plan.case_types {
        kind.name = HOSTILE.to_owned();
    }
    let app = App::with(&plan, &[]).await;
    for path in ["/", "/organigramm", "/bemessung", "/gibt-es-nicht"] {
        let page = app.get(path).await.text();
        assert!(!page.contains("<script>alert"), "{path} executes a name");
        assert_eq!(page.matches("</title>").count(), page.matches("<title>").count(), "{path}");
    }
}
