//! Links with which people without an account read a snapshot: made to one of the list, told once, listed, revoked.

use crate::api::{
    ApiError, LINK_DAYS, LinkState, MakeSnapshotLink, NewSnapshotLink, QrCode, SnapshotId, SnapshotLinkEntry,
    make_snapshot_link, revoke_snapshot_link,
};
use crate::format::{day_of, moment};
use crate::permission::Right;
use crate::ui::browser::{clipboard, document};
use crate::ui::codec::JsonText;
use crate::ui::components::{DataTable, Failure};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{ShelfOfToasts, Together, Tone};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The links to the snapshots of the scenario in hand, read again whenever somebody has written beside it.
pub type LinkList = Resource<Result<Vec<SnapshotLinkEntry>, ApiError>, JsonText>;

/// What the parts share; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct LinkDesk {
    i18n: I18n,
    list: LinkList,
    shelf: ShelfOfToasts,
    /// The snapshot that a link is being made to, with its name.
    chosen: Held<Option<(SnapshotId, String)>>,
    /// The link that was made last: its address is told once.
    made: Held<Option<NewSnapshotLink>>,
    /// Whether one is being made.
    under_way: Held<bool>,
}

impl LinkDesk {
    /// For whoever may decide on scenarios; none for everybody else.
    pub(super) fn of(list: LinkList) -> Option<Self> {
        Visitor::expect().may(Right::DecideScenario).then(|| Self {
            i18n: use_i18n(),
            list,
            shelf: ShelfOfToasts::expect(),
            chosen: Held::new(None),
            made: Held::new(None),
            under_way: Held::new(false),
        })
    }

    /// Asks for how long a link to this snapshot is to count.
    pub(super) fn choose(self, snapshot: SnapshotId, name: String) {
        self.made.set(None);
        self.chosen.set(Some((snapshot, name)));
        request_animation_frame(|| document::focus("#leselink-tage"));
    }

    fn make(self, asked: MakeSnapshotLink) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        spawn_local(async move {
            match make_snapshot_link(asked).await {
                Ok(made) => {
                    self.shelf.show(Tone::Done, untrack(|| self.told(&made.link)), false);
                    self.chosen.set(None);
                    self.made.set(Some(made));
                    self.list.refetch();
                    request_animation_frame(|| document::focus("#leselink-adresse"));
                }
                Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
            }
            self.under_way.set(false);
        });
    }

    fn revoke(self, link: &SnapshotLinkEntry) {
        let id = link.id;
        spawn_local(async move {
            match revoke_snapshot_link(id).await {
                Ok(_) => {
                    let words = untrack(|| t_string!(self.i18n, record.link_now_revoked));
                    self.shelf.show(Tone::Done, words, false);
                    // What it led to is not to be handed on any more.
                    if self.made.with_untracked(|made| made.as_ref().is_some_and(|made| made.link.id == id)) {
                        self.made.set(None);
                    }
                }
                Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
            }
            self.list.refetch();
        });
    }

    /// What was made, in a sentence; tracks the language.
    fn told(self, link: &SnapshotLinkEntry) -> String {
        let until = moment(link.until, self.i18n.language());
        t_string!(self.i18n, record.link_made, name = &link.name, until)
    }
}

/// The button in the row of a snapshot.
pub(super) fn button(desk: LinkDesk, snapshot: SnapshotId, name: StoredValue<String>) -> AnyView {
    let i18n = desk.i18n;
    part(view! {
        <button type="button" class="button" data-variant="small" on:click=move |_| desk.choose(snapshot, name.get_value())
            aria-label=move || t_string!(i18n, record.share_named, name = name.get_value())>
            {t!(i18n, record.share)}
        </button>
    })
}

/// The section with the form, the address and the list.
pub(super) fn section(desk: LinkDesk) -> AnyView {
    let i18n = desk.i18n;
    Together::expect().on_beside(move || desk.list.refetch());
    let list = move || {
        Suspend::new(async move {
            match desk.list.await {
                Ok(links) if links.is_empty() => part(view! { <p>{t!(i18n, record.no_link)}</p> }),
                Ok(links) => table(desk, links),
                // The role decides on scenarios, but not on this one.
                Err(error @ ApiError::Forbidden) => part(view! { <p>{error.to_string()}</p> }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || desk.list.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <section class="section" aria-labelledby="leselinks">
            <h2 id="leselinks">{t!(i18n, record.links)}</h2>
            <p class="muted small">{t!(i18n, record.links_hint)}</p>
            {live(move || desk.chosen.get().map(|(snapshot, name)| form(desk, snapshot, name)))}
            <div role="status">{live(move || desk.made.get().map(|made| told(desk, made)))}</div>
            <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{list}</Transition>
        </section>
    })
}

/// For how many days.
fn form(desk: LinkDesk, snapshot: SnapshotId, name: String) -> AnyView {
    let i18n = desk.i18n;
    let days = Held::new(LINK_DAYS[1]);
    // Sent again after a lost answer it makes no second link; for other days it is another command.
    let command = Held::new(Uuid::new_v4());
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (days, command) = (days.get_untracked(), command.get_untracked());
        desk.make(MakeSnapshotLink { snapshot, days, command });
    };
    let choose = move |event: leptos::ev::Event| {
        if let Ok(count) = event_target_value(&event).parse() {
            days.set(count);
            command.set(Uuid::new_v4());
        }
    };
    let option = |count: u32| {
        let words = move || match count {
            1 => t_string!(i18n, record.link_day).to_owned(),
            _ => t_string!(i18n, record.link_days, count),
        };
        let selected = count == LINK_DAYS[1];
        part(view! { <option value=count.to_string() selected=selected>{text(words)}</option> })
    };
    let options: Vec<AnyView> = LINK_DAYS.map(option).into_iter().collect();
    part(view! {
        <form class="scenario-new" on:submit=make aria-labelledby="leselink-fuer">
            <p id="leselink-fuer">{text(move || t_string!(i18n, record.link_for, name = &name))}</p>
            <label class="field">
                <span>{t!(i18n, record.link_valid)}</span>
                <select class="select" id="leselink-tage" on:change=choose>{options}</select>
            </label>
            <button type="submit" class="button" data-variant="primary">{t!(i18n, record.link_create)}</button>
            <button type="button" class="button" on:click=move |_| desk.chosen.set(None)>{t!(i18n, shell.cancel)}</button>
        </form>
    })
}

/// The address, for hand and camera: shown once.
fn told(desk: LinkDesk, made: NewSnapshotLink) -> AnyView {
    let i18n = desk.i18n;
    let NewSnapshotLink { link, address, code: QrCode { side, path } } = made;
    let copied = address.clone();
    let copy = move |_| {
        clipboard::copy_text(copied.clone(), move |worked| {
            let (tone, words) = if worked {
                (Tone::Done, untrack(|| t_string!(i18n, record.link_copied)))
            } else {
                (Tone::Refused, untrack(|| t_string!(i18n, record.link_not_copied)))
            };
            desk.shelf.show(tone, words, false);
        });
    };
    part(view! {
        <div class="notice read-link" data-testid="leselink">
            <p>{text(move || desk.told(&link))}</p>
            <p>{t!(i18n, record.link_once)}</p>
            <label class="field">
                <span>{t!(i18n, record.link_address)}</span>
                <input type="text" class="input" id="leselink-adresse" readonly=true value=address/>
            </label>
            <button type="button" class="button" on:click=copy>{t!(i18n, record.link_copy)}</button>
            <svg class="qr-code" role="img" viewBox=format!("0 0 {side} {side}") aria-label=move || t_string!(i18n, record.link_code)>
                <rect width="100%" height="100%" fill="#fff"></rect>
                <path fill="#000" d=path></path>
            </svg>
            <p class="muted small">{t!(i18n, record.link_print)}</p>
        </div>
    })
}

fn table(desk: LinkDesk, links: Vec<SnapshotLinkEntry>) -> AnyView {
    let i18n = desk.i18n;
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, record.snapshot)}</th>
            <th scope="col">{t!(i18n, record.link_made_on)}</th>
            <th scope="col">{t!(i18n, record.taken_by)}</th>
            <th scope="col">{t!(i18n, record.link_until)}</th>
            <th scope="col">{t!(i18n, record.link_state)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, record.links_caption).to_owned());
    let rows: Vec<AnyView> = links.into_iter().map(|link| row(desk, link)).collect();
    part(view! { <DataTable id="leselinks-tabelle" head caption>{rows}</DataTable> })
}

fn row(desk: LinkDesk, link: SnapshotLinkEntry) -> AnyView {
    let i18n = desk.i18n;
    let SnapshotLinkEntry { at, until, state, .. } = link;
    let (name, by) = (link.name.clone(), link.by.clone());
    let words = move || match state {
        LinkState::InForce => t_string!(i18n, record.link_in_force),
        LinkState::Expired => t_string!(i18n, record.link_expired),
        LinkState::Revoked => t_string!(i18n, record.link_revoked),
    };
    let revoke = (state == LinkState::InForce).then(|| {
        let link = StoredValue::new(link);
        let label = move || {
            link.with_value(|link| {
                t_string!(
                    i18n,
                    record.link_revoke_named,
                    name = &link.name,
                    date = day_of(at, i18n.language())
                )
            })
        };
        part(view! {
            <button type="button" class="button" data-variant="small" aria-label=label
                on:click=move |_| link.with_value(|link| desk.revoke(link))>
                {t!(i18n, record.link_revoke)}
            </button>
        })
    });
    part(view! {
        <tr data-state=LinkState::WORDS.iter().find(|(_, other)| *other == state).map(|(word, _)| *word)>
            <th scope="row">{name}</th>
            <td>{text(move || day_of(at, i18n.language()))}</td>
            <td>{by}</td>
            <td>{text(move || moment(until, i18n.language()))}</td>
            <td>{words}</td>
            <td>{revoke}</td>
        </tr>
    })
}
