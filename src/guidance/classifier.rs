//! A linear classifier (softmax regression) fitted to example messages by a few passes, the same way every time.

use super::lexicon::Vector;

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
    pub message: &'a Vector,
    /// Its class.
    pub class: usize,
    /// How much it counts beside others; 1 as a rule.
    pub weight: f32,
}

/// Weights of terms for classes, a row a term.
pub struct Classifier {
    classes: usize,
    weights: Vec<f32>,
    /// What each class scores before a word is read.
    bias: Vec<f32>,
}

impl Classifier {
    /// Fits weights so that each message's own class gets the greatest share.
    ///
    /// `classes` and `terms` are the numbers of classes and of terms in the vocabulary.
    #[must_use]
    pub fn fit(lessons: &[Lesson<'_>], classes: usize, terms: usize, pace: Pace) -> Self {
        let mut fitted = Self { classes, weights: vec![0.0; terms * classes], bias: vec![0.0; classes] };
        let order = shuffled(lessons.len());
        let steps = pace.passes * order.len();
        let mut shares = vec![0.0; classes];
        for (at, &index) in (0..pace.passes).flat_map(|_| &order).enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let step = pace.step * (1.0 - at as f32 / steps as f32);
            let lesson = &lessons[index];
            fitted.scores_into(lesson.message, &mut shares);
            softmax(&mut shares);
            fitted.correct(lesson.message, lesson.class, &shares, step * lesson.weight);
        }
        fitted
    }

    fn correct(&mut self, message: &Vector, label: usize, shares: &[f32], step: f32) {
        let wrong: Vec<(usize, f32)> = shares
            .iter()
            .enumerate()
            .map(|(class, share)| (class, f32::from(u8::from(class == label)) - share))
            .filter(|(_, error)| error.abs() > NEGLIGIBLE)
            .collect();
        for &(class, error) in &wrong {
            self.bias[class] += step * error * BIAS_RATE;
        }
        for &(term, weight) in message {
            let row = &mut self.weights[term as usize * self.classes..][..self.classes];
            for &(class, error) in &wrong {
                row[class] += step * weight * error;
            }
        }
    }

    /// Every class's score for a message; the greatest fits best.
    #[must_use]
    pub fn scores(&self, message: &Vector) -> Vec<f32> {
        let mut scores = vec![0.0; self.classes];
        self.scores_into(message, &mut scores);
        scores
    }

    fn scores_into(&self, message: &Vector, scores: &mut [f32]) {
        scores.copy_from_slice(&self.bias);
        for &(term, weight) in message {
            let row = &self.weights[term as usize * self.classes..][..self.classes];
            for (score, value) in scores.iter_mut().zip(row) {
                *score += weight * value;
            }
        }
    }

    /// What one term adds to one class's score, for a weight of 1.
    #[must_use]
    pub fn weight(&self, term: u32, class: usize) -> f32 {
        self.weights[term as usize * self.classes + class]
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
fn shuffled(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for last in (1..count).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = usize::try_from((state >> 33) % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, pick);
    }
    order
}
