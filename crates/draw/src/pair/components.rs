//! Visits that share no possible inspector are drawn independently of each other.

use super::model::{Instance, NONE};

/// Visits connected with each other through members of their pools, and these members.
///
/// Exclusions of single pairs are ignored on purpose: they are sealed until the draw, while the
/// components, and so the streams, follow from public lists alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Visits, ascending; never empty. The first one names the component and its stream.
    pub visits: Vec<u32>,
    /// Members of the pools of these visits, ascending.
    pub inspectors: Vec<u32>,
}

impl Component {
    /// The smallest visit: it names the component.
    #[must_use]
    pub fn name(&self) -> u32 {
        self.visits[0]
    }
}

/// The components of all visits, ascending by name; `joined` makes one component of everything,
/// as a plan needs that caps the visits of a day over all.
#[must_use]
pub fn components(instance: &Instance, joined: bool) -> Vec<Component> {
    let all: Vec<u32> = (0..instance.visit_count()).collect();
    components_of(instance, &all, joined)
}

/// The components of the given visits (ascending) alone, as if there were no others.
#[must_use]
pub fn components_of(instance: &Instance, visits: &[u32], joined: bool) -> Vec<Component> {
    let mut group = Groups::new(instance, visits);
    let mut out: Vec<Component> = Vec::new();
    let mut of_root = vec![NONE; instance.inspector_count as usize];
    for &visit in visits {
        let root = group.of_visit(instance, visit);
        let known = if joined && !out.is_empty() { 0 } else { root.map_or(NONE, |root| of_root[root as usize]) };
        let index = if known == NONE { out.len() as u32 } else { known };
        if known == NONE {
            out.push(Component { visits: Vec::new(), inspectors: Vec::new() });
        }
        if let Some(root) = root {
            of_root[root as usize] = index;
        }
        out[index as usize].visits.push(visit);
    }
    for inspector in 0..instance.inspector_count {
        if group.touched[inspector as usize] {
            let index = of_root[group.find(inspector) as usize];
            out[index as usize].inspectors.push(inspector);
        }
    }
    out
}

/// Union by smaller index: inspectors in one pool, and in pools of one visit, belong together.
struct Groups {
    parent: Vec<u32>,
    touched: Vec<bool>,
}

impl Groups {
    fn new(instance: &Instance, visits: &[u32]) -> Self {
        let count = instance.inspector_count;
        let mut out = Self { parent: (0..count).collect(), touched: vec![false; count as usize] };
        let mut used = vec![false; instance.pools.len()];
        for &visit in visits {
            let mut first = None;
            for &pool in instance.seats.row(visit) {
                let members = &instance.pools[pool as usize];
                if !std::mem::replace(&mut used[pool as usize], true) {
                    for &member in members {
                        out.touched[member as usize] = true;
                        out.union(members[0], member);
                    }
                }
                if let Some(&head) = members.first() {
                    out.union(*first.get_or_insert(head), head);
                }
            }
        }
        out
    }

    fn of_visit(&mut self, instance: &Instance, visit: u32) -> Option<u32> {
        let pools = instance.seats.row(visit).iter();
        let head = pools.filter_map(|&p| instance.pools[p as usize].first()).next();
        head.map(|&head| self.find(head))
    }

    fn find(&mut self, mut item: u32) -> u32 {
        while self.parent[item as usize] != item {
            let above = self.parent[self.parent[item as usize] as usize];
            self.parent[item as usize] = above;
            item = above;
        }
        item
    }

    fn union(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Rows;
    use super::*;

    fn instance() -> Instance {
        Instance {
            inspector_count: 6,
            min: vec![0; 6],
            max: vec![9; 6],
            pools: vec![vec![0, 1], vec![1, 2], vec![3], vec![], vec![5]],
            seats: Rows::from_rows([vec![2], vec![0], vec![3], vec![1, 3], vec![3], vec![2]]),
            barred: Rows::from_rows([vec![], vec![1], vec![], vec![1], vec![], vec![]]),
            apart: Rows::empty(6),
        }
    }

    #[test]
    fn pools_connect_and_exclusions_do_not_divide() {
        let got = components(&instance(), false);
        let want = [(vec![0, 5], vec![3]), (vec![1, 3], vec![0, 1, 2]), (vec![2], vec![]), (vec![4], vec![])];
        let got: Vec<_> = got.into_iter().map(|c| (c.visits, c.inspectors)).collect();
        assert_eq!(got, want, "4 is in no pool, 5 only in a pool without seat");
    }

    #[test]
    fn joined_is_one() {
        let got = components(&instance(), true);
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].visits, [0, 1, 2, 3, 4, 5]);
        assert_eq!(got[0].inspectors, [0, 1, 2, 3]);
    }

    #[test]
    fn a_part_is_computed_as_if_alone() {
        let got = components_of(&instance(), &[3, 5], false);
        let names: Vec<_> = got.iter().map(Component::name).collect();
        assert_eq!(names, [3, 5]);
        assert_eq!(got[0].inspectors, [1, 2]);
    }
}
