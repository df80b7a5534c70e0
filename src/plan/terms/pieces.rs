//! A post with several holders, taken apart into posts with one each: what simulation and staircase work with.

use crate::plan::{CaseTypeId, Fte, Holder, Plan, Post, PostShare, Qualification, Terms};
use chrono::{Days, NaiveDate};
use std::borrow::Cow;

impl Plan {
    /// The plan with its shared posts in pieces, for those who look at holders one by one; copies only where there are any.
    #[must_use]
    pub fn in_pieces(&self) -> Cow<'_, Self> {
        let alone = |post: &Post| !post.is_shared() && self.planned_start(post).is_none();
        if self.posts.iter().all(alone) {
            return Cow::Borrowed(self);
        }
        let mut plan = self.clone();
        plan.posts = self.posts.iter().flat_map(|post| self.pieces_of(post).into_owned()).collect();
        Cow::Owned(plan)
    }

    /// The post as posts with one holder each; the first one knows on which day the recruitment that is noted comes to its end.
    #[must_use]
    pub fn pieces_of<'a>(&self, post: &'a Post) -> Cow<'a, [Post]> {
        let Some(start) = self.planned_start(post) else { return post.pieces() };
        let mut pieces = post.pieces().into_owned();
        if let Some(first) = pieces.first_mut() {
            first.recruiting_until = Some(start);
        }
        Cow::Owned(pieces)
    }

    /// First day of the next holder by the stages of the recruitment: when the stage that is noted with its first day and those
    /// after it are over, and not before the holder has left. None where no such stage is noted, where a first day is noted already,
    /// and where nobody may be looked for.
    #[must_use]
    pub fn planned_start(&self, post: &Post) -> Option<NaiveDate> {
        let terms = post.terms.as_deref()?;
        let (stage, from) = (terms.recruiting_stage.as_ref()?, terms.recruiting_from?);
        if post.recruiting_until.is_some() || !terms.may_be_filled() {
            return None;
        }
        let free = match (&post.holder, terms.last_day()) {
            (None, _) => NaiveDate::MIN,
            (Some(_), Some(last)) => last.succ_opt()?,
            (Some(_), None) => return None,
        };
        let stages = self.assumptions.stages();
        let place = stages.iter().position(|known| known.name == *stage)?;
        let days: f64 = stages[place..].iter().map(|stage| stage.days).sum();
        let over = from.checked_add_days(Days::new(days.ceil().max(0.0) as u64))?;
        Some(over.max(free))
    }
}

impl Post {
    /// What the Stellenplan notes; neutral where nothing is noted.
    #[must_use]
    pub fn noted(&self) -> &Terms {
        static NOTHING: std::sync::LazyLock<Terms> = std::sync::LazyLock::new(Terms::default);
        self.terms.as_deref().unwrap_or(&NOTHING)
    }

    /// Whether its holder may decide the cases of a type, where the post serves it: Zeichnungsbefugnis. Where nothing is noted, yes.
    #[must_use]
    pub fn may_decide(&self, case_type: &CaseTypeId) -> bool {
        self.noted().qualifications.get(case_type) != Some(&Qualification::Prepare)
    }

    /// Whether it is a Leerstelle on a day: it stands in the Stellenplan, but nobody works on it and it costs nothing. After the
    /// last day of the leave it is a post like any other again, without anybody's doing.
    #[must_use]
    pub fn is_on_leave(&self, date: NaiveDate) -> bool {
        let leave = self.terms.as_ref().and_then(|terms| terms.leave.as_ref());
        leave.is_some_and(|leave| leave.until.is_none_or(|until| date <= until))
    }

    /// Takes the note of a leave away that is over on a day.
    pub(in crate::plan) fn end_leave(&mut self, date: NaiveDate) {
        if self.noted().leave.is_some() && !self.is_on_leave(date) {
            self.terms = self.terms.take().and_then(|terms| Terms { leave: None, ..*terms }.noted());
        }
    }

    /// Whether several holders share it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| !terms.holders.is_empty())
    }

    /// The post as posts with one holder each: first the rest that the first holder has, or that is vacant, under the
    /// identifier of the post, then the further holders in their order. A post that is not shared is its only piece.
    #[must_use]
    pub fn pieces(&self) -> Cow<'_, [Self]> {
        let Some(terms) = self.terms.as_ref().filter(|terms| !terms.holders.is_empty()) else {
            return Cow::Borrowed(std::slice::from_ref(self));
        };
        let further: Fte = terms.holders.iter().map(|holder| holder.fte).sum();
        let mut rest = self.fte();
        let mut first = self.clone();
        first.terms = Terms { holders: Vec::new(), ..(**terms).clone() }.noted();
        first.shares = part(&self.shares, rest, (rest - further).max(Fte::ZERO));
        let mut pieces = vec![first];
        for (place, holder) in terms.holders.iter().enumerate() {
            let mut piece = self.clone();
            piece.id = self.id.piece(place + 2);
            piece.holder = Some(Holder { since: holder.since });
            piece.recruiting_until = None;
            piece.shares = part(&self.shares, self.fte(), holder.fte.min(rest));
            piece.terms = Terms {
                kw_on: terms.kw_on.clone(),
                block: terms.block.clone(),
                leave: terms.leave.clone(),
                contract_until: holder.until,
                departure: holder.departure,
                qualifications: terms.qualifications.clone(),
                deputies: terms.deputies.clone(),
                ..Terms::default()
            }
            .noted();
            rest = (rest - holder.fte).max(Fte::ZERO);
            pieces.push(piece);
        }
        Cow::Owned(pieces)
    }
}

/// A part of a post, spread over its units as the whole is; what does not come out even goes to the first.
fn part(shares: &[PostShare], whole: Fte, size: Fte) -> Vec<PostShare> {
    let mut shares = shares.to_vec();
    let mut rest = size;
    for share in shares.iter_mut().skip(1) {
        let part = i128::from(size.thousandths()) * i128::from(share.fte.thousandths());
        let whole = i128::from(whole.thousandths());
        let part = if whole > 0 { i64::try_from(part / whole).unwrap_or_default() } else { 0 };
        share.fte = Fte::from_thousandths(part);
        rest = rest - share.fte;
    }
    if let Some(first) = shares.first_mut() {
        first.fte = rest;
    }
    shares
}

#[cfg(test)]
mod tests {
    use crate::plan::{Fte, PartHolder, Terms, builtin};

    #[test]
    fn a_shared_post_is_as_large_as_its_pieces() {
        let mut post = builtin().unwrap().posts[0].clone();
        assert_eq!(post.pieces()[..], [post.clone()]);
        let since = "2023-05-01".parse().unwrap();
        let holder = |thousandths| PartHolder {
            fte: Fte::from_thousandths(thousandths),
            since,
            until: None,
            departure: None,
        };
        post.terms = Terms { holders: vec![holder(300), holder(250)], ..Terms::default() }.noted();
        let pieces = post.pieces();
        let sizes: Vec<i64> = pieces.iter().map(|piece| piece.fte().thousandths()).collect();
        assert_eq!(sizes, [450, 300, 250]);
        assert_eq!(pieces[0].id, post.id);
        assert_eq!(pieces[1].holder.as_ref().unwrap().since, since);
        assert!(pieces.iter().all(|piece| !piece.is_shared()));
    }
}
