//! Few types for the moving parts of a page.
//!
//! The framework compiles its rendering anew for every type of view, and every closure, every element in an `Option` and
//! every remembered value is a type of its own. Here they become a handful of types, behind a pointer: a third of the
//! page's view code is saved, and what is shown does not change.

use leptos::prelude::*;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

/// A view of the one type that all parts have; unlike `into_any` it does not count the wrapper of `view!` as another type.
#[must_use]
pub fn part<T: RenderHtml + Send + 'static>(view: View<T>) -> AnyView {
    view.into_inner().into_any()
}

/// A part that is drawn anew whenever a signal in it changes.
pub fn live(draw: impl Fn() -> Option<AnyView> + Send + Sync + 'static) -> AnyView {
    live_part(Box::new(draw))
}

/// A part that is there while a condition holds; it is drawn anew only when the condition changes.
pub fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    draw: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let holds = Kept::new(holds);
    live(move || holds.get().then(&draw))
}

fn live_part(draw: Box<dyn Fn() -> Option<AnyView> + Send + Sync>) -> AnyView {
    view! { {move || draw()} }.into_any()
}

/// The type that the framework gives to every `{move || …}`.
pub type Live<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// An attribute's value that follows signals.
pub fn following<T: 'static>(value: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Arc::new(Mutex::new(value))
}

/// A text that follows signals.
pub fn text(words: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    live_text(Box::new(words))
}

fn live_text(words: Box<dyn Fn() -> String + Send + Sync>) -> AnyView {
    view! { {move || words()} }.into_any()
}

/// A row of [`rows`]: its key, and how it is drawn when it is new.
pub struct Row {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send + Sync>,
}

impl Row {
    /// A row; rows with a key that was there before are moved, not drawn.
    pub fn new(key: impl ToString, draw: impl FnOnce() -> AnyView + Send + Sync + 'static) -> Self {
        Self { key: key.to_string(), draw: Box::new(draw) }
    }
}

/// Rows that keep their elements, and with them the focus, when others come and go.
pub fn rows(list: impl Fn() -> Vec<Row> + Send + Sync + 'static) -> AnyView {
    keyed_rows(Box::new(list))
}

fn keyed_rows(list: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    part(view! { <For each=list key=|row| row.key.clone() children=|row: Row| (row.draw)()/> })
}

/// A computed value that tells its followers only when it has changed: a `Memo`, of one type for all values.
pub struct Kept<T> {
    memo: Memo<Value>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T: PartialEq + Send + Sync + 'static> Kept<T> {
    /// Computes when asked for the first time and after a signal in it has changed.
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let memo = remember(Box::new(move || Value { value: Arc::new(compute()), equal: equal::<T> }));
        Self { memo, of: PhantomData }
    }

    /// Looks at the value; tracks.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(typed(&*self.memo.get().value))
    }

    /// Looks at the value without tracking.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(typed(&*self.memo.get_untracked().value))
    }

    /// Follows the value without looking at it.
    pub fn track(self) {
        self.memo.track();
    }

    /// A copy of the value; tracks.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of the value, without tracking.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

fn remember(compute: Box<dyn Fn() -> Value + Send + Sync>) -> Memo<Value> {
    Memo::new(move |_| compute())
}

#[derive(Clone)]
struct Value {
    value: Arc<dyn Any + Send + Sync>,
    equal: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.equal)(&*self.value, &*other.value)
    }
}

fn equal<T: PartialEq + 'static>(left: &dyn Any, right: &dyn Any) -> bool {
    left.downcast_ref::<T>() == right.downcast_ref::<T>()
}

fn typed<T: 'static>(value: &(dyn Any + Send + Sync)) -> &T {
    match value.downcast_ref() {
        Some(value) => value,
        None => unreachable!("`Kept` and `Held` store values of their own type only"),
    }
}

/// A value that is set from outside: an `RwSignal`, of one type for all values.
pub struct Held<T> {
    signal: RwSignal<Shared>,
    of: PhantomData<fn() -> T>,
}

type Shared = Arc<dyn Any + Send + Sync>;

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

impl<T> std::fmt::Debug for Held<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Held")
    }
}

impl<T: Send + Sync + 'static> Held<T> {
    /// Holds a value from now on.
    pub fn new(value: T) -> Self {
        Self { signal: RwSignal::new(Arc::new(value)), of: PhantomData }
    }

    /// Holds another value, and tells the followers.
    pub fn set(self, value: T) {
        self.signal.set(Arc::new(value));
    }

    /// Looks at the value; tracks.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(typed(&*self.signal.get()))
    }

    /// Looks at the value without tracking.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(typed(&*self.signal.get_untracked()))
    }

    /// The same; none when the page that held it is gone.
    pub fn try_with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.signal.try_get_untracked().map(|value| look(typed(&*value)))
    }

    /// Tells the followers.
    pub fn notify(self) {
        self.signal.notify();
    }

    /// Follows the value without looking at it.
    pub fn track(self) {
        self.signal.track();
    }
}

impl<T: Clone + Send + Sync + 'static> Held<T> {
    /// A copy of the value; tracks.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of the value, without tracking.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// Changes the value, and tells the followers. In `change` the value cannot be looked at in another way.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let mut value = take(self.signal);
        change(unique(&mut value));
        self.signal.set(value);
    }

    /// Changes the value, and tells the followers only if the change says so.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        let mut value = take(self.signal);
        let tell = change(unique(&mut value));
        put(self.signal, value);
        if tell {
            self.signal.notify();
        }
    }

    /// Changes the value without telling the followers; [`Self::notify`] does.
    pub fn update_untracked(self, change: impl FnOnce(&mut T)) {
        self.maybe_update(|value| {
            change(value);
            false
        });
    }
}

/// Takes the value out, so that it can be changed where it lies.
fn take(signal: RwSignal<Shared>) -> Shared {
    let mut taken: Shared = Arc::new(());
    signal.update_untracked(|held| std::mem::swap(held, &mut taken));
    taken
}

fn put(signal: RwSignal<Shared>, value: Shared) {
    signal.update_untracked(|held| *held = value);
}

/// The value itself; a copy only where somebody else still looks at it.
fn unique<T: Clone + Send + Sync + 'static>(shared: &mut Shared) -> &mut T {
    if Arc::get_mut(shared).is_none() {
        *shared = Arc::new(typed::<T>(&**shared).clone());
    }
    match Arc::get_mut(shared).and_then(|value| value.downcast_mut()) {
        Some(value) => value,
        None => unreachable!("the only owner of a value of this type"),
    }
}
