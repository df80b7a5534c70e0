//! What a change does, in words, for lists of changes, the audit trail and the council.

mod onboarding;
mod patches;

use super::{Action, CaseTypeId, Change, FixedTaskId, Plan, PopulationId, PostId, UnitId};
use crate::format::{self, Language};
use chrono::NaiveDate;

impl Change {
    /// What the change does, in words, without its date: „Stelle AA-07 nach Einbürgerung verschoben“.
    ///
    /// Names are taken from the plan; what it does not hold is called by its identifier, so that a change can be told
    /// that no longer fits.
    #[must_use]
    pub fn describe(&self, plan: &Plan, language: Language) -> String {
        let words = Words { plan, language };
        match &self.action {
            Action::SetUnit(patch) => words.set_unit(patch),
            Action::SetPost(patch) => words.set_post(patch),
            Action::SetCaseType(patch) => words.set_case_type(patch),
            Action::SetPopulation(patch) => words.set_population(patch),
            Action::SetFixedTask(patch) => words.set_fixed_task(patch),
            Action::SetAssumptions(patch) => words.set_assumptions(patch),
            action => words.structure(action),
        }
    }
}

/// Speaks one language about one plan.
#[derive(Clone, Copy)]
struct Words<'a> {
    plan: &'a Plan,
    language: Language,
}

impl Words<'_> {
    fn structure(self, action: &Action) -> String {
        match action {
            Action::AddUnit(unit) => match &unit.parent {
                Some(parent) => {
                    let (name, parent) = (&unit.name, self.unit(parent));
                    self.say(
                        || format!("Einheit {name} unter {parent} eingerichtet"),
                        || format!("Unit {name} set up under {parent}"),
                    )
                }
                None => self.say(
                    || format!("Einheit {} an der Spitze eingerichtet", unit.name),
                    || format!("Unit {} set up at the top", unit.name),
                ),
            },
            Action::RenameUnit { unit, name } => {
                let old = self.unit(unit);
                self.say(
                    || format!("Einheit {old} in {name} umbenannt"),
                    || format!("Unit {old} renamed to {name}"),
                )
            }
            Action::MoveUnit { unit, to, before } => self.move_unit(unit, to.as_ref(), before.as_ref()),
            Action::RemoveUnit { unit } => {
                let name = self.unit(unit);
                self.say(|| format!("Einheit {name} aufgelöst"), || format!("Unit {name} dissolved"))
            }
            Action::AddPost(post) => self.add_post(post),
            Action::MovePost { post, to, before } => self.move_post(post, to, before.as_ref()),
            Action::ParkPost { post } => self.say(
                || format!("Stelle {post} auf den Parkplatz gelegt"),
                || format!("Post {post} put into the tray"),
            ),
            Action::RemovePost { post } => {
                self.say(|| format!("Stelle {post} gestrichen"), || format!("Post {post} removed"))
            }
            Action::MoveCaseType { case_type, to } => {
                let (name, to) = (self.case_type(case_type), self.unit(to));
                self.say(
                    || format!("Fallart {name} nach {to} verlagert"),
                    || format!("Case type {name} transferred to {to}"),
                )
            }
            // The rest changes fields and is told by `patches`.
            Action::SetUnit(_)
            | Action::SetPost(_)
            | Action::SetCaseType(_)
            | Action::SetPopulation(_)
            | Action::SetFixedTask(_)
            | Action::SetAssumptions(_) => String::new(),
        }
    }

    fn move_unit(self, unit: &UnitId, to: Option<&UnitId>, before: Option<&Option<UnitId>>) -> String {
        let name = self.unit(unit);
        let place = self.place(before.map(|before| before.as_ref().map(|unit| self.unit(unit))));
        if before.is_some() && self.plan.unit(unit).is_some_and(|unit| unit.parent.as_ref() == to) {
            return self.say(
                || format!("Einheit {name} umgereiht{place}"),
                || format!("Unit {name} reordered{place}"),
            );
        }
        match to.map(|to| self.unit(to)) {
            Some(to) => self.say(
                || format!("Einheit {name} der Einheit {to} unterstellt{place}"),
                || format!("Unit {name} placed under {to}{place}"),
            ),
            None => self.say(
                || format!("Einheit {name} an die Spitze gestellt{place}"),
                || format!("Unit {name} placed at the top{place}"),
            ),
        }
    }

    fn move_post(self, post: &PostId, unit: &UnitId, before: Option<&Option<PostId>>) -> String {
        let to = self.unit(unit);
        let place = self.place(before.map(|before| before.as_ref().map(|post| self.post(post))));
        if self.plan.parked(post).is_some() {
            return self.say(
                || format!("Stelle {post} vom Parkplatz nach {to} verschoben{place}"),
                || format!("Post {post} moved from the tray to {to}{place}"),
            );
        }
        if before.is_some() && self.plan.post(post).is_some_and(|post| post.home() == Some(unit)) {
            return self.say(
                || format!("Stelle {post} in {to} umgereiht{place}"),
                || format!("Post {post} reordered in {to}{place}"),
            );
        }
        self.say(
            || format!("Stelle {post} nach {to} verschoben{place}"),
            || format!("Post {post} moved to {to}{place}"),
        )
    }

    /// „, vor Team 2“: the place among the others, where one is given.
    fn place(self, before: Option<Option<String>>) -> String {
        match before {
            None => String::new(),
            Some(None) => self.pick(", ans Ende", ", to the end").to_owned(),
            Some(Some(other)) => self.say(|| format!(", vor {other}"), || format!(", before {other}")),
        }
    }

    fn add_post(self, post: &super::Post) -> String {
        let units: Vec<String> = post.shares.iter().map(|share| self.unit(&share.unit)).collect();
        let (units, size) = (units.join(" / "), self.fte(post.fte()));
        let (id, title, grade) = (&post.id, &post.title, &post.grade);
        self.say(
            || format!("Stelle {id} ({title}, {grade}, {size}) in {units} geschaffen"),
            || format!("Post {id} ({title}, {grade}, {size}) created in {units}"),
        )
    }

    fn say(self, german: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        match self.language {
            Language::German => german(),
            Language::English => english(),
        }
    }

    fn pick(self, german: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::German => german,
            Language::English => english,
        }
    }

    fn unit(self, id: &UnitId) -> String {
        self.plan.unit_name(id).to_owned()
    }

    fn post(self, id: &PostId) -> String {
        format!("{} {id}", self.pick("Stelle", "Post"))
    }

    fn case_type(self, id: &CaseTypeId) -> String {
        self.plan.case_type(id).map_or_else(|| id.to_string(), |case_type| case_type.name.clone())
    }

    fn population(self, id: &PopulationId) -> String {
        let found = self.plan.populations.iter().find(|population| population.id == *id);
        found.map_or_else(|| id.to_string(), |population| population.name.clone())
    }

    fn fixed_task(self, id: &FixedTaskId) -> String {
        let found = self.plan.fixed_tasks.iter().find(|task| task.id == *id);
        found.map_or_else(|| id.to_string(), |task| task.name.clone())
    }

    fn date(self, day: NaiveDate) -> String {
        format::date(day, self.language)
    }

    fn fte(self, value: super::Fte) -> String {
        format!("{} {}", self.number_with(value.as_f64(), 1), self.pick("VZÄ", "FTE"))
    }

    fn number(self, value: f64) -> String {
        self.number_with(value, 0)
    }

    /// With as many decimals as the value needs, at most three.
    fn number_with(self, value: f64, least: usize) -> String {
        let exact = |decimals: &usize| {
            let rounded = format::decimal::read(&format::decimal::fixed(value, *decimals));
            rounded.is_some_and(|rounded| (rounded - value).abs() < 1e-9)
        };
        format::number(value, (least..3).find(exact).unwrap_or(3), self.language)
    }

    fn percent(self, fraction: f64) -> String {
        let tenths = (fraction * 1000.0).round() % 10.0 != 0.0;
        format::percent(fraction, usize::from(tenths), self.language)
    }
}

#[cfg(test)]
mod tests;
