//! Time in the browser: waiting, and the hour on the wall.

use chrono::NaiveDate;

/// Waits; on the server not at all.
pub async fn sleep(milliseconds: i32) {
    #[cfg(feature = "hydrate")]
    {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            if let Some(window) = web_sys::window() {
                // Fails only without a window, where nobody waits.
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
            }
        });
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = milliseconds;
}

/// „14:03“, in the browser's time zone; empty on the server.
#[must_use]
pub fn time_of_day() -> String {
    #[cfg(feature = "hydrate")]
    {
        hour_of(&js_sys::Date::new_0())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        String::new()
    }
}

#[cfg(feature = "hydrate")]
fn hour_of(time: &js_sys::Date) -> String {
    format!("{:02}:{:02}", time.get_hours(), time.get_minutes())
}

/// Day and time of day of a point in time, given in milliseconds since 1970-01-01 UTC, in the browser's time zone; none on the server.
#[must_use]
pub fn day_and_time(milliseconds: f64) -> Option<(NaiveDate, String)> {
    #[cfg(feature = "hydrate")]
    {
        let time = js_sys::Date::new(&milliseconds.into());
        let year = i32::try_from(time.get_full_year()).ok()?;
        Some((NaiveDate::from_ymd_opt(year, time.get_month() + 1, time.get_date())?, hour_of(&time)))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = milliseconds;
        None
    }
}

/// Milliseconds since 1970-01-01 UTC, by the browser's clock; 0 on the server.
#[must_use]
pub fn today_ms() -> f64 {
    #[cfg(feature = "hydrate")]
    {
        js_sys::Date::now()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0.0
    }
}

/// The year, by the browser's clock; 0 on the server.
#[must_use]
pub fn year() -> u32 {
    #[cfg(feature = "hydrate")]
    {
        js_sys::Date::new_0().get_full_year()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0
    }
}

/// Milliseconds since the page was opened; 0 on the server.
#[must_use]
pub fn now_ms() -> f64 {
    #[cfg(feature = "hydrate")]
    {
        web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0.0
    }
}

/// Leaves a mark in the browser's timeline, for measurements.
pub fn mark(name: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        // A mark that fails costs a measurement, nothing else.
        let _ = performance.mark(name);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = name;
}

/// Leaves a mark when what was just changed is on the screen.
#[cfg(feature = "hydrate")]
pub fn mark_after_frame(name: &'static str) {
    use leptos::prelude::request_animation_frame;
    request_animation_frame(move || request_animation_frame(move || mark(name)));
}
