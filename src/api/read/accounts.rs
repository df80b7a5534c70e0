//! Reading of accounts, sessions and what is done with them.

use crate::api::{
    AccountEntry, AccountProblem, Administration, AgreementEntry, ChangeAccount, ChangeAccountCall,
    ChangePassword, ChangePasswordCall, CloseAccount, CloseAccountCall, CreateAccount, CreateAccountCall,
    EndOwnSession, EndSessions, LoadAdministration, MAX_ACCOUNT_NAME, NewLink, OwnSessions, RedeemLink,
    RedeemLinkCall, RenewLink, SessionEntry, SetAgreement, SetAgreementCall, SetApproval, SetApprovalCall,
    SetProvider, SetProviderCall, TakeSecondFactor, UnitChoice, account_name,
};
use crate::permission::{Role, Why};
use crate::plan::read::{Errors, Fields, Node, Path, Read, word, wrong_kind};

/// Longest title of an agreement, in characters.
const MAX_TITLE: usize = 200;

/// Longest password that is looked at at all, in characters.
pub(super) const MAX_PASSWORD: usize = 1_000;

/// Most heads from which on measured output is shown.
const MAX_HEADS: u32 = 100;

impl Read for Role {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for Why {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Node::Text(text) = node else {
            wrong_kind(path, "ein Text", node, errors);
            return Self::unread();
        };
        Self::parse(text).unwrap_or_else(|| {
            errors.add(path, Self::RULE);
            Self::unread()
        })
    }
}

impl Read for AccountProblem {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for AccountEntry {
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            version: fields.required("version"),
            name: fields.required("name"),
            role: fields.required("role"),
            unit: fields.optional("unit"),
            has_password: fields.required("has_password"),
            by_provider: fields.required("by_provider"),
            second_factor: fields.required("second_factor"),
            closed: fields.required("closed"),
            demonstration: fields.required("demonstration"),
            sessions: fields.required("sessions"),
            link_until: fields.optional("link_until"),
        }
    }
}

impl Read for UnitChoice {
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { id: fields.required("id"), name: fields.required("name") }
    }
}

impl Read for AgreementEntry {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            heads: fields.required("heads"),
            title: fields.required("title"),
            agreed_on: fields.required("agreed_on"),
            demonstration: fields.required("demonstration"),
        }
    }
}

impl Read for Administration {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            accounts: fields.required("accounts"),
            units: fields.required("units"),
            agreement: fields.optional("agreement"),
            alone: fields.optional("alone"),
            programs: fields.required("programs"),
        }
    }
}

impl Read for NewLink {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            account: fields.required("account"),
            address: fields.required("address"),
            until: fields.required("until"),
        }
    }
}

impl Read for SessionEntry {
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            browser: fields.required("browser"),
            started_at: fields.required("started_at"),
            seen_at: fields.required("seen_at"),
            this: fields.required("this"),
        }
    }
}

fn name(fields: &mut Fields<'_>) -> String {
    let name: String = fields.required("name");
    account_name(&name).unwrap_or_else(|| {
        let reason = format!(
            "muss aus 1 bis {MAX_ACCOUNT_NAME} Buchstaben, Ziffern, Punkten, Binde- und Unterstrichen und @ bestehen"
        );
        fields.refuse("name", reason);
        name
    })
}

fn password(fields: &mut Fields<'_>, field: &str) -> String {
    within(fields, field, MAX_PASSWORD)
}

/// A text of at most so many characters.
pub(super) fn within(fields: &mut Fields<'_>, field: &str, most: usize) -> String {
    let text: String = fields.required(field);
    if text.chars().count() > most {
        fields.refuse(field, format!("ist zu lang; erlaubt sind höchstens {most} Zeichen"));
    }
    text
}

impl Read for CreateAccount {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["name", "role", "unit"], errors);
        Self { name: name(&mut fields), role: fields.required("role"), unit: fields.optional("unit") }
    }
}

impl Read for ChangeAccount {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["account", "version", "role", "unit", "reason"], errors);
        Self {
            account: fields.required("account"),
            version: fields.required("version"),
            role: fields.required("role"),
            unit: fields.optional("unit"),
            reason: fields.required("reason"),
        }
    }
}

impl Read for SetProvider {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["account", "version", "by_provider", "reason"], errors);
        Self {
            account: fields.required("account"),
            version: fields.required("version"),
            by_provider: fields.required("by_provider"),
            reason: fields.required("reason"),
        }
    }
}

impl Read for CloseAccount {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["account", "version", "closed", "reason"], errors);
        Self {
            account: fields.required("account"),
            version: fields.required("version"),
            closed: fields.required("closed"),
            reason: fields.required("reason"),
        }
    }
}

impl Read for ChangePassword {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["old", "new"], errors);
        Self { old: password(&mut fields, "old"), new: password(&mut fields, "new") }
    }
}

impl Read for RedeemLink {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["key", "password"], errors);
        Self { key: fields.required("key"), password: password(&mut fields, "password") }
    }
}

impl Read for SetAgreement {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["agreement", "reason"], errors);
        let agreement: Option<AgreementEntry> = fields.optional("agreement");
        if let Some(AgreementEntry { heads, title, .. }) = &agreement {
            if !(1..=MAX_HEADS).contains(heads) {
                fields.refuse("agreement", format!("„heads“ muss zwischen 1 und {MAX_HEADS} liegen"));
            }
            if title.trim().is_empty() || title.chars().count() > MAX_TITLE {
                let reason = format!("die Bezeichnung fehlt oder hat mehr als {MAX_TITLE} Zeichen");
                fields.refuse("agreement", reason);
            }
        }
        Self { agreement, reason: fields.required("reason") }
    }
}

impl Read for SetApproval {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["alone", "reason"], errors);
        Self { alone: fields.required("alone"), reason: fields.required("reason") }
    }
}

impl Read for EndOwnSession {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { session: Fields::new(node, path, &["session"], errors).optional("session") }
    }
}

super::arguments!(
    LoadAdministration {},
    CreateAccountCall { command },
    ChangeAccountCall { command },
    CloseAccountCall { command },
    SetProviderCall { command },
    RenewLink { account, reason },
    EndSessions { account, reason },
    TakeSecondFactor { account, reason },
    SetAgreementCall { command },
    SetApprovalCall { command },
    OwnSessions {},
    ChangePasswordCall { command },
    RedeemLinkCall { command },
);
