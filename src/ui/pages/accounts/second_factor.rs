//! The second factor of the own account: setting it up by picture or by hand, recovery codes, removing it.

use super::forms::{AccountForm, Asks, Field, told};
use crate::api::{
    ApiError, NewSecondFactor, Proof, QrCode, RecoveryCodes, SecondFactor, begin_second_factor,
    confirm_second_factor, own_second_factor, remove_second_factor, renew_recovery_codes,
};
use crate::format::{moment, number};
use crate::ui::browser::{clipboard, document};
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, typed};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{ShelfOfToasts, Tone};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the parts share.
#[derive(Clone, Copy)]
struct Desk {
    state: Resource<Result<SecondFactor, ApiError>, JsonText>,
    /// The secret that waits for its first code.
    begun: Held<Option<NewSecondFactor>>,
    /// Recovery codes that were made last: they are told once.
    codes: Held<Option<RecoveryCodes>>,
    /// Whether something is on its way.
    busy: Held<bool>,
    shelf: ShelfOfToasts,
    /// Tells the page that other sessions have ended.
    ended: Callback<()>,
}

impl Desk {
    /// Says what became of a command.
    fn take<T>(self, answer: Result<T, ApiError>, done: &str) -> Option<T> {
        self.busy.set(false);
        told(self.shelf, answer, done)
    }

    /// Shows the codes that were made, and reads again how the account stands.
    fn show(self, codes: Option<RecoveryCodes>) {
        let told = codes.is_some();
        self.codes.set(codes);
        self.state.refetch();
        if told {
            request_animation_frame(|| document::focus("#wiederherstellungscodes"));
        }
    }
}

/// How the account stands, and what can be done.
#[component]
pub fn OwnSecondFactor(
    /// Called when other sessions have ended.
    ended: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk {
        state: Resource::new_with_options(|| (), |()| own_second_factor(), false),
        begun: Held::new(None),
        codes: Held::new(None),
        busy: Held::new(false),
        shelf: ShelfOfToasts::expect(),
        ended,
    };
    let content = move || {
        Suspend::new(async move {
            match desk.state.await {
                Ok(SecondFactor { since: Some(since), codes_left, .. }) => {
                    part(view! { <InUse desk since codes_left/> })
                }
                Ok(SecondFactor { possible: false, .. }) => {
                    part(view! { <p class="muted">{t!(i18n, accounts.factor_without_password)}</p> })
                }
                Ok(SecondFactor { duty, .. }) => part(view! { <Beginning desk duty/> }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || desk.state.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <h2 class="account-heading" id="zweiter-faktor">{t!(i18n, accounts.second_factor)}</h2>
        <div role="status">{live(move || desk.codes.get().map(|codes| part(view! { <Told desk codes/> })))}</div>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
    })
}

/// No second factor yet: by the password to the secret, by its first code to the second factor.
#[component]
fn Beginning(desk: Desk, duty: bool) -> impl IntoView {
    let i18n = use_i18n();
    let password = typed("zweiter-faktor-kennwort");
    let begin = Callback::new(move |()| {
        let asked = password.get_untracked();
        spawn_local(async move {
            let answer = begin_second_factor(asked).await;
            if let Some(made) = desk.take(answer, untrack(|| t_string!(i18n, accounts.factor_begun))) {
                password.set(String::new());
                desk.codes.set(None);
                desk.begun.set(Some(made));
                request_animation_frame(|| document::focus("#zweiter-faktor-code"));
            }
        });
    });
    let owed = duty.then(|| {
        part(
            view! { <p class="notice" data-testid="second-factor-duty">{t!(i18n, accounts.factor_duty)}</p> },
        )
    });
    part(view! {
        {owed}
        <p class="muted">{t!(i18n, accounts.factor_text)}</p>
        <AccountForm send=begin busy=desk.busy>
            <Field label=t!(i18n, accounts.factor_password) asks=Asks::Password id="zweiter-faktor-kennwort" value=password/>
            <button type="submit" class="button">{t!(i18n, accounts.factor_begin)}</button>
        </AccountForm>
        {live(move || desk.begun.get().map(|made| part(view! { <Confirming desk made/> })))}
    })
}

/// The secret for camera and hand, and the field for its first code.
#[component]
fn Confirming(desk: Desk, made: NewSecondFactor) -> impl IntoView {
    let i18n = use_i18n();
    let NewSecondFactor { secret, code: QrCode { side, path } } = made;
    let code = Held::new(String::new());
    let confirm = Callback::new(move |()| {
        let asked = code.get_untracked();
        spawn_local(async move {
            let answer = confirm_second_factor(asked).await;
            if let Some(codes) = desk.take(answer, untrack(|| t_string!(i18n, accounts.factor_set_up))) {
                desk.begun.set(None);
                desk.show(Some(codes));
                desk.ended.run(());
            }
        });
    });
    part(view! {
        <div class="notice" data-testid="second-factor-secret">
            <p>{t!(i18n, accounts.factor_scan)}</p>
            <svg class="qr-code" role="img" viewBox=format!("0 0 {side} {side}") aria-label=move || t_string!(i18n, accounts.factor_picture)>
                <rect width="100%" height="100%" fill="#fff"></rect>
                <path fill="#000" d=path></path>
            </svg>
            <p>{t!(i18n, accounts.factor_type)} " " <code class="one-time-link">{secret}</code></p>
            <AccountForm send=confirm busy=desk.busy>
                <Field label=t!(i18n, accounts.factor_first_code) asks=Asks::Code(20) id="zweiter-faktor-code" value=code/>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, accounts.factor_confirm)}</button>
            </AccountForm>
        </div>
    })
}

/// A second factor is there: new recovery codes, or none of it any more, for whoever proves both once again.
#[component]
fn InUse(desk: Desk, since: i64, codes_left: i64) -> impl IntoView {
    let i18n = use_i18n();
    let (password, code) = (typed("zweiter-faktor-kennwort"), typed("zweiter-faktor-nachweis"));
    // Which of the two buttons sends the form.
    let removes = Held::new(false);
    let send = Callback::new(move |()| {
        let (proof, removing) = (
            Proof { password: password.get_untracked(), code: code.get_untracked() },
            removes.get_untracked(),
        );
        spawn_local(async move {
            let codes = if removing {
                let answer = remove_second_factor(proof).await;
                desk.take(answer, untrack(|| t_string!(i18n, accounts.factor_removed))).map(|_| None)
            } else {
                let answer = renew_recovery_codes(proof).await;
                desk.take(answer, untrack(|| t_string!(i18n, accounts.codes_renewed))).map(Some)
            };
            if let Some(codes) = codes {
                password.set(String::new());
                code.set(String::new());
                desk.show(codes);
            }
        });
    });
    let state = move || {
        let language = i18n.language();
        let left = number(codes_left as f64, 0, language);
        t_string!(i18n, accounts.factor_state, since = moment(since, language), left)
    };
    part(view! {
        <p data-testid="second-factor-state">{text(state)}</p>
        <p class="muted">{t!(i18n, accounts.factor_prove)}</p>
        <AccountForm send busy=desk.busy>
            <Field label=t!(i18n, accounts.factor_password) asks=Asks::Password id="zweiter-faktor-kennwort" value=password/>
            <Field label=t!(i18n, accounts.factor_code) asks=Asks::Code(40) id="zweiter-faktor-nachweis" value=code/>
            <button type="submit" class="button" on:click=move |_| removes.set(false)>{t!(i18n, accounts.codes_renew)}</button>
            <button type="submit" class="button" on:click=move |_| removes.set(true)>{t!(i18n, accounts.factor_remove)}</button>
        </AccountForm>
    })
}

/// Recovery codes: shown once, to be copied, and what to do with them.
#[component]
fn Told(desk: Desk, codes: RecoveryCodes) -> impl IntoView {
    let i18n = use_i18n();
    let RecoveryCodes { codes } = codes;
    let copied = codes.join("\n");
    let copy = move |_| {
        clipboard::copy_text(copied.clone(), move |worked| {
            let (tone, words) = if worked {
                (Tone::Done, untrack(|| t_string!(i18n, accounts.codes_copied)))
            } else {
                (Tone::Refused, untrack(|| t_string!(i18n, accounts.codes_not_copied)))
            };
            desk.shelf.show(tone, words, false);
        });
    };
    let lines: Vec<AnyView> =
        codes.into_iter().map(|code| part(view! { <li><code>{code}</code></li> })).collect();
    // The document was written while the duty was not done yet: it is loaded anew, with all that is open now.
    let Visitor { owes_second_factor, role, .. } = Visitor::expect();
    let home = owes_second_factor.then(|| role.map_or("/", crate::permission::Role::home));
    let onward = home.map(|home| {
        part(view! { <p><a class="button" data-variant="primary" href=home rel="external">{t!(i18n, accounts.home)}</a></p> })
    });
    part(view! {
        <div class="notice" id="wiederherstellungscodes" tabindex="-1" data-testid="recovery-codes">
            <p>{t!(i18n, accounts.codes_told)}</p>
            <ol>{lines}</ol>
            <button type="button" class="button" on:click=copy>{t!(i18n, accounts.codes_copy)}</button>
            {onward}
        </div>
    })
}
