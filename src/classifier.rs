//! A linear classifier (softmax regression) fitted to example messages by a few passes, the same way every time.

use crate::lists::Lists;

/// A message as (term id, weight).
pub type Message = [(u32, f32)];

/// How often and how boldly a classifier learns; set on voices left out.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How many times each example is seen.
    pub passes: usize,
    /// The first step's length; it falls towards zero over the passes.
    pub step: f32,
}

/// How fast the bias learns beside the words.
const BIAS_RATE: f32 = 0.3;
/// Shares below this are not worth a correction.
const NEGLIGIBLE: f32 = 0.002;

/// An example message, the class it belongs to, and how much it counts.
pub struct Lesson<'a> {
    /// The message.
    pub message: &'a Message,
    /// Its class.
    pub class: usize,
    /// How much it counts beside others; 1 as a rule.
    pub weight: f32,
}

/// The greatest weight of a term, in steps of its scale.
const STEPS: f32 = 127.0;
/// Weights of no more steps than this are left out: most are, and the answers are the same.
const NOTHING: f32 = 4.5;

/// Weights of terms for classes: for each term those that count, each with its class, as whole steps of the term's scale.
pub struct Classifier {
    weights: Lists<(u8, i8)>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// The numbers while they are being fitted.
struct Fitting {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Classifier {
    /// Fits weights so that each message's own class gets the greatest share.
    ///
    /// `classes` and `terms` are the numbers of classes, 256 at most, and of terms in the vocabulary.
    #[must_use]
    pub fn fit(lessons: &[Lesson<'_>], classes: usize, terms: usize, pace: Pace) -> Self {
        let mut fitting = Fitting { weights: vec![0.0; terms * classes], bias: vec![0.0; classes] };
        let order = shuffled(lessons.len());
        let steps = pace.passes * order.len();
        let mut shares = vec![0.0; classes];
        for (at, &index) in (0..pace.passes).flat_map(|_| &order).enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let step = pace.step * (1.0 - at as f32 / steps as f32);
            let lesson = &lessons[index];
            fitting.shares(lesson.message, &mut shares);
            fitting.correct(lesson, &shares, step * lesson.weight);
        }
        fitting.finish()
    }

    /// How much more a message fits one class than another: the logarithm of the odds.
    #[must_use]
    pub fn odds(&self, message: &Message, class: usize, other: usize) -> f32 {
        let lean = |(term, weight): &(u32, f32)| weight * (self.weight(*term, class) - self.weight(*term, other));
        self.bias[class] - self.bias[other] + message.iter().map(lean).sum::<f32>()
    }

    /// What the weights of a term are steps of, and for which classes it has how many.
    #[must_use]
    pub fn term(&self, term: u32) -> (f32, &[(u8, i8)]) {
        (self.scales[term as usize], self.weights.get(term))
    }

    /// What each class starts with.
    #[must_use]
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    fn weight(&self, term: u32, class: usize) -> f32 {
        let (scale, weights) = self.term(term);
        let found = weights.iter().find(|(other, _)| usize::from(*other) == class);
        found.map_or(0.0, |(_, value)| scale * f32::from(*value))
    }
}

impl Fitting {
    fn shares(&self, message: &Message, shares: &mut [f32]) {
        shares.copy_from_slice(&self.bias);
        for &(term, weight) in message {
            let row = &self.weights[term as usize * self.bias.len()..][..self.bias.len()];
            for (share, value) in shares.iter_mut().zip(row) {
                *share += weight * value;
            }
        }
        softmax(shares);
    }

    fn correct(&mut self, lesson: &Lesson<'_>, shares: &[f32], step: f32) {
        let wanted = |class| if class == lesson.class { 1.0 } else { 0.0 };
        let errors = shares.iter().enumerate().map(|(class, share)| (class, step * (wanted(class) - share)));
        let wrong: Vec<(usize, f32)> = errors.filter(|(_, error)| error.abs() > step * NEGLIGIBLE).collect();
        for &(class, error) in &wrong {
            self.bias[class] += error * BIAS_RATE;
        }
        for &(term, weight) in lesson.message {
            let row = &mut self.weights[term as usize * self.bias.len()..][..self.bias.len()];
            for &(class, error) in &wrong {
                row[class] += weight * error;
            }
        }
    }

    fn finish(self) -> Classifier {
        let (mut weights, mut scales) = (Lists::default(), Vec::new());
        for row in self.weights.chunks(self.bias.len()) {
            let scale = row.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs())) / STEPS;
            let steps = (0..=u8::MAX).zip(row.iter().map(|value| value / scale)).filter(|(_, steps)| steps.abs() > NOTHING);
            #[expect(clippy::cast_possible_truncation, reason = "at most so many by the scale")]
            weights.push(steps.map(|(class, steps)| (class, steps.round() as i8)));
            scales.push(scale);
        }
        Classifier { weights, scales, bias: self.bias }
    }
}

/// Turns scores into shares that sum to 1.
pub fn softmax(scores: &mut [f32]) {
    let greatest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for score in scores.iter_mut() {
        *score = (*score - greatest).exp();
    }
    let sum: f32 = scores.iter().sum();
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

/// The numbers below `count` in a fixed, mixed order, so that fitting never sees one class in a row and is the same every time.
pub fn shuffled(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for last in (1..count).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = usize::try_from((state >> 33) % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, pick);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taught_is_recognised() {
        let (first, second) = (vec![(0, 1.0)], vec![(1, 1.0)]);
        let lessons = [(&first, 0), (&second, 1)].map(|(message, class)| Lesson { message, class, weight: 1.0 });
        let fitted = Classifier::fit(&lessons, 2, 2, Pace { passes: 10, step: 1.0 });
        for lesson in &lessons {
            assert!(fitted.odds(lesson.message, lesson.class, 1 - lesson.class) > 0.0);
        }
    }

    #[test]
    fn shares_sum_to_one_and_keep_their_order() {
        let mut shares = [1.0, 3.0, 2.0];
        softmax(&mut shares);
        assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(shares[1] > shares[2] && shares[2] > shares[0]);
    }
}
