//! A line between two kinds of messages (a linear support vector machine): drawn once, written down as text, and read in place.

use crate::classifier::{Message, shuffled};
use crate::text::place;
use std::borrow::Cow;
use std::fmt::Write;

/// How often and how closely a margin is fitted; set on voices left out.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How many times each lesson is seen.
    pub passes: usize,
    /// How much a lesson on the wrong side of the line may weigh.
    pub cost: f32,
}

/// An example message and its side of the line.
pub struct Lesson<'a> {
    /// The message.
    pub message: &'a Message,
    /// Whether it is on the far side: above zero.
    pub far: bool,
    /// How much it counts beside others; 1 as a rule.
    pub weight: f32,
}

/// Weights of terms: a character for each place, so many steps up or down from [`MIDDLE`], in lines of [`LINE`]. A term is any number; those
/// that are kept in one place share a weight.
pub struct Margin {
    weights: Cow<'static, [u8]>,
    step: f32,
    bias: f32,
}

/// The character of a weight of nothing, and how many steps there are to each side of it; all are printable.
const MIDDLE: u8 = b'O';
const STEPS: f32 = 45.0;
/// How many weights stand in a line.
const LINE: usize = 128;
/// How often every term counts as seen on each side beforehand, and how much more the weights of messages count beside that.
const UNSEEN: f32 = 1.0;
const SEEN: f32 = 8.0;

/// The numbers while they are being fitted.
struct Fitting {
    weights: Vec<f32>,
    bias: f32,
}

impl Margin {
    /// Fits weights so that messages of each kind are on their own side, with as wide a margin as the cost allows. `places` is the number of
    /// places for terms. By coordinate descent in the dual, with squared losses; the more telling a term, the more freely it may weigh.
    #[must_use]
    pub fn fit(lessons: &[Lesson<'_>], places: usize, pace: Pace) -> Self {
        let telling = telling(lessons, places);
        let scaled = |(term, weight): &(u32, f32)| {
            let at = place(*term, places);
            (at, weight * telling[at as usize])
        };
        let scale = |message: &Message| message.iter().map(scaled).collect();
        let messages: Vec<Vec<(u32, f32)>> = lessons.iter().map(|lesson| scale(lesson.message)).collect();
        let lengths: Vec<f32> =
            messages.iter().map(|message| 1.0 + message.iter().map(|(_, weight)| weight * weight).sum::<f32>()).collect();
        let mut fitting = Fitting { weights: vec![0.0; places], bias: 0.0 };
        let mut pulls = vec![0.0_f32; lessons.len()];
        let order = shuffled(lessons.len());
        for &at in (0..pace.passes).flat_map(|_| &order) {
            let side = if lessons[at].far { 1.0 } else { -1.0 };
            let give = 0.5 / (pace.cost * lessons[at].weight);
            let short = 1.0 - side * fitting.score(&messages[at]) - give * pulls[at];
            let pull = (pulls[at] + short / (lengths[at] + give)).max(0.0);
            fitting.pull(&messages[at], side * (pull - pulls[at]));
            pulls[at] = pull;
        }
        fitting.weights.iter_mut().zip(&telling).for_each(|(weight, telling)| *weight *= telling);
        fitting.finish()
    }

    /// Reads one that was written; none where it is not one of so many places.
    #[must_use]
    pub fn read(text: &'static [u8], places: usize) -> Option<Self> {
        let end = text.iter().position(|byte| *byte == b'\n')?;
        let (head, weights) = text.split_at(end + 1);
        let (step, bias) = str::from_utf8(head).ok()?.trim_end().split_once(' ')?;
        let whole = weights.len() == places + places / LINE;
        Some(Self { weights: weights.into(), step: step.parse().ok()?, bias: bias.parse().ok()? }).filter(|_| whole)
    }

    /// Writes it as text.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::with_capacity(self.weights.len() + LINE);
        let _ = writeln!(text, "{} {}", self.step, self.bias);
        text.extend(self.weights.iter().map(|weight| char::from(*weight)));
        text
    }

    /// How far a message is on the far side of the line; below zero, on the near side.
    #[must_use]
    pub fn score(&self, message: &Message) -> f32 {
        self.bias + message.iter().map(|(term, weight)| weight * self.weight(*term)).sum::<f32>()
    }

    /// What one term adds to the score, for a weight of 1.
    #[must_use]
    pub fn weight(&self, term: u32) -> f32 {
        let places = self.weights.len() / (LINE + 1) * LINE;
        let at = place(term, places) as usize;
        self.step * (f32::from(self.weights[at + at / LINE]) - f32::from(MIDDLE))
    }
}

/// How telling the terms of each place are, from 1 up: by how much more often they are on one side than on the other.
fn telling(lessons: &[Lesson<'_>], places: usize) -> Vec<f32> {
    let mut counts = vec![[UNSEEN; 2]; places];
    let mut sums = [UNSEEN; 2];
    for lesson in lessons {
        let side = usize::from(lesson.far);
        for (term, weight) in lesson.message {
            counts[place(*term, places) as usize][side] += weight * SEEN;
            sums[side] += weight * SEEN;
        }
    }
    counts.iter().map(|[near, far]| 1.0 + (far / sums[1] * sums[0] / near).ln().abs()).collect()
}

impl Fitting {
    fn score(&self, message: &Message) -> f32 {
        self.bias + message.iter().map(|(term, weight)| weight * self.weights[*term as usize]).sum::<f32>()
    }

    fn pull(&mut self, message: &Message, change: f32) {
        if change != 0.0 {
            self.bias += change;
            for (term, weight) in message {
                self.weights[*term as usize] += change * weight;
            }
        }
    }

    fn finish(self) -> Margin {
        let step = self.weights.iter().fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs())) / STEPS;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most so many steps from the middle")]
        let character = |weight: &f32| (weight / step + f32::from(MIDDLE)).round() as u8;
        let lines = self.weights.chunks(LINE).flat_map(|line| line.iter().map(character).chain([b'\n']));
        Margin { weights: lines.collect(), step, bias: self.bias }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;

    #[test]
    fn what_was_taught_is_on_its_own_side_and_is_so_when_read_back() {
        // Terms far enough apart to be kept in places of their own.
        let [both, far, near] = [0, 1 << 30, 3 << 30];
        let messages = [vec![(both, 0.6), (far, 0.8)], vec![(both, 0.6), (near, 0.8)], vec![(far, 1.0)], vec![(near, 1.0)]];
        let lessons: Vec<Lesson> =
            messages.iter().enumerate().map(|(at, message)| Lesson { message, far: at % 2 == 0, weight: 1.0 }).collect();
        let fitted = Margin::fit(&lessons, 256, Pace { passes: 20, cost: 10.0 });
        let read = Margin::read(fitted.write().leak().as_bytes(), 256).unwrap();
        for margin in [&fitted, &read] {
            for lesson in &lessons {
                assert_eq!(margin.score(lesson.message) > 0.0, lesson.far);
            }
            assert!(margin.weight(far) > 0.0 && margin.weight(near) < 0.0 && margin.weight(both).abs() < margin.weight(far));
        }
        assert_eq!(read.write(), fitted.write());
        assert!(Margin::read(fitted.write().leak().as_bytes(), 512).is_none() && Margin::read(b"", 256).is_none());
    }
}
