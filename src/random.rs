//! Random numbers: NumPy's legacy generator, and a stream of its own for each use.
//!
//! **Frozen.** No edit may change a value that a seed gives: links, files and printed results depend on
//! them. Integers, uniform numbers and shuffles equal NumPy's `RandomState` to the bit; normal numbers
//! up to the last bits of the logarithm.
//!
//! The generator is the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998).

use alloc::string::ToString;
use alloc::vec::Vec;

use crate::math::{ln, sqrt};
use crate::{Error, Result};

/// Words of state.
const N: usize = 624;
const UPPER: u32 = 0x8000_0000;

/// `numpy.random.RandomState`.
///
/// ```
/// use neurone::random::RandomState;
///
/// let mut random = RandomState::new(0);
/// assert_eq!([random.random_sample(), random.random_sample()], [0.5488135039273248, 0.7151893663724195]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RandomState {
    key: [u32; N],
    /// What the words of `key` become when they are given out: many at once, by vector instructions.
    tempered: [u32; N],
    /// The next word to give out; N when a new key is due.
    pos: usize,
    /// Normal numbers come in pairs: the second one, until it is asked for.
    gauss: Option<f64>,
}

impl RandomState {
    /// Seeded by one integer, as `RandomState(0)`.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        let mut key = [seed; N];
        for (i, number) in (1..N).zip(1_u32..) {
            key[i] = mixed(key[i - 1], 1_812_433_253).wrapping_add(number);
        }
        Self::with_key(key, N, None)
    }

    /// Seeded by a list of integers, as `RandomState([1, 2, 3])`.
    ///
    /// ```
    /// # use neurone::random::RandomState;
    /// assert_eq!(RandomState::from_key(&[1, 2, 3]).randint(0, 1 << 32)?, 2619334238);
    /// # Ok::<(), neurone::Error>(())
    /// ```
    #[must_use]
    pub fn from_key(seeds: &[u32]) -> Self {
        let Self { mut key, .. } = Self::new(19_650_218);
        let mut i = 0;
        for (seed, number) in seeds.iter().zip(0_u32..).cycle().take(N.max(seeds.len())) {
            i = next_place(&mut key, i);
            key[i] = (key[i] ^ mixed(key[i - 1], 1_664_525)).wrapping_add(*seed).wrapping_add(number);
        }
        for number in (1..624).cycle().skip(i).take(N - 1) {
            i = next_place(&mut key, i); // which is `number`
            key[i] = (key[i] ^ mixed(key[i - 1], 1_566_083_941)).wrapping_sub(number);
        }
        key[0] = UPPER;
        Self::with_key(key, N, None)
    }

    fn with_key(key: [u32; N], pos: usize, gauss: Option<f64>) -> Self {
        Self { key, tempered: key.map(tempered), pos, gauss }
    }

    /// The words of the key, the place within them and the normal number in store: what
    /// [`RandomState::from_state`] takes.
    #[must_use]
    pub fn state(&self) -> (&[u32], usize, Option<f64>) {
        (&self.key, self.pos, self.gauss)
    }

    /// The generator that goes on where another's [`RandomState::state`] was taken.
    ///
    /// # Errors
    /// Not 624 words, a place beyond them, a normal number that is not finite, or the key of zeros,
    /// which never changes.
    pub fn from_state(key: &[u32], pos: usize, gauss: Option<f64>) -> Result<Self> {
        let Ok(key) = <[u32; N]>::try_from(key) else {
            return Err(Error::WrongLength { field: "key".into(), min: N, max: N, got: key.len() });
        };
        if pos > N {
            return Err(out_of_range("pos", 0.0, 624.0, pos));
        }
        if let Some(gauss) = gauss.filter(|gauss| !gauss.is_finite()) {
            return Err(out_of_range("gauss", f64::MIN, f64::MAX, gauss));
        }
        // Of the first word only the upper bit is state.
        if key[0] & UPPER == 0 && key[1..].iter().all(|word| *word == 0) {
            return Err(out_of_range("key", 1.0, f64::from(u32::MAX), 0));
        }
        Ok(Self::with_key(key, pos, gauss))
    }

    /// A number from 0 to below 1, a multiple of 2^-53.
    pub fn random_sample(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// A number from `low` to below `high`.
    ///
    /// ```
    /// # use neurone::random::RandomState;
    /// assert_eq!(RandomState::new(0).uniform(-10.0, 10.0), 0.9762700785464951);
    /// ```
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random_sample()
    }

    /// A standard normal number, by Marsaglia's polar method.
    ///
    /// ```
    /// # use neurone::random::RandomState;
    /// assert!((RandomState::new(0).randn() - 1.764052345967664).abs() < 1e-15);
    /// ```
    pub fn randn(&mut self) -> f64 {
        if let Some(gauss) = self.gauss.take() {
            return gauss;
        }
        loop {
            let x1 = 2.0 * self.random_sample() - 1.0;
            let x2 = 2.0 * self.random_sample() - 1.0;
            let r2 = x1 * x1 + x2 * x2;
            if 0.0 < r2 && r2 < 1.0 {
                let f = sqrt(-2.0 * ln(r2) / r2);
                self.gauss = Some(f * x1);
                return f * x2;
            }
        }
    }

    /// A normal number with mean `loc` and standard deviation `scale`.
    pub fn normal(&mut self, loc: f64, scale: f64) -> f64 {
        loc + scale * self.randn()
    }

    /// An integer from `low` to below `high`.
    ///
    /// ```
    /// # use neurone::random::RandomState;
    /// assert_eq!(RandomState::new(0).randint(0, 10)?, 5);
    /// # Ok::<(), neurone::Error>(())
    /// ```
    ///
    /// # Errors
    /// No integer lies between them.
    pub fn randint(&mut self, low: i64, high: i64) -> Result<i64> {
        if low >= high {
            return Err(out_of_range("high", low as f64 + 1.0, i64::MAX as f64, high));
        }
        let max = high.wrapping_sub(low).wrapping_sub(1).cast_unsigned();
        Ok(low.wrapping_add(self.interval(max).cast_signed()))
    }

    /// An integer from 0 to below `n`, as `randint(0, n)`; 0 for an `n` of 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "below n")]
        let number = self.interval(n.saturating_sub(1) as u64) as usize;
        number
    }

    /// Puts `x`, which has fewer than 2^32 elements, in random order.
    pub fn shuffle<T>(&mut self, x: &mut [T]) {
        let mut i = x.len().saturating_sub(1);
        while i > 0 {
            if self.pos == N {
                self.renew_key();
            }
            let most = usize::MAX >> i.leading_zeros();
            let mut pos = self.pos;
            while i > most / 2 && pos < N {
                // As [`Self::below`], but without a branch that no processor foresees: where the number is too large,
                // an element changes places with itself.
                let other = self.tempered[pos] as usize & most;
                x.swap(i, other.min(i));
                i -= usize::from(other <= i);
                pos += 1;
            }
            self.pos = pos;
        }
    }

    /// The numbers 0 to n - 1 in random order.
    ///
    /// ```
    /// # use neurone::random::RandomState;
    /// assert_eq!(RandomState::new(0).permutation(10), [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]);
    /// ```
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        self.shuffle(&mut order);
        order
    }

    /// An integer from 0 to `max`: as many bits as `max` has, drawn until they do not exceed it.
    fn interval(&mut self, max: u64) -> u64 {
        if max == 0 {
            return 0;
        }
        loop {
            let bits = self.bits(max);
            if bits <= max {
                return bits;
            }
        }
    }

    /// As many bits as `max` has, which is not 0.
    #[inline]
    fn bits(&mut self, max: u64) -> u64 {
        let mask = u64::MAX >> max.leading_zeros();
        mask & if max <= u64::from(u32::MAX) { self.next_u32().into() } else { self.next_u64() }
    }

    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.next_u32());
        high << 32 | u64::from(self.next_u32())
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        if self.pos == N {
            self.renew_key();
        }
        let word = self.tempered[self.pos];
        self.pos += 1;
        word
    }

    #[cold]
    fn renew_key(&mut self) {
        const AHEAD: usize = 397;
        let key = &mut self.key;
        // In three parts, so that no place has to be brought back into the key: the first two become vector instructions.
        for i in 0..N - AHEAD {
            key[i] = key[i + AHEAD] ^ twisted(key[i], key[i + 1]);
        }
        for i in N - AHEAD..N - 1 {
            key[i] = key[i + AHEAD - N] ^ twisted(key[i], key[i + 1]);
        }
        key[N - 1] = key[AHEAD - 1] ^ twisted(key[N - 1], key[0]);
        self.tempered.iter_mut().zip(key).for_each(|(to, word)| *to = tempered(*word));
        self.pos = 0;
    }
}

/// What is given out for a word of the key.
fn tempered(mut y: u32) -> u32 {
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c_5680;
    y ^= (y << 15) & 0xefc6_0000;
    y ^ (y >> 18)
}

/// What two neighbours give to a new word.
fn twisted(word: u32, next: u32) -> u32 {
    let y = (word & UPPER) | (next & !UPPER);
    (y >> 1) ^ if y & 1 == 1 { 0x9908_b0df } else { 0 }
}

/// The place after `i`, from 1 to N - 1; in passing the end the last word becomes the first.
fn next_place(key: &mut [u32; N], i: usize) -> usize {
    if i + 1 < N {
        return i + 1;
    }
    key[0] = key[N - 1];
    1
}

fn mixed(word: u32, factor: u32) -> u32 {
    (word ^ (word >> 30)).wrapping_mul(factor)
}

fn out_of_range(field: &str, min: f64, max: f64, got: impl ToString) -> Error {
    Error::OutOfRange { field: field.into(), min, max, got: got.to_string(), at: None }
}

/// What random numbers are drawn for. Each use has its own stream, so that drawing a batch, evaluating
/// or changing the split never changes another use's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The points or sequences; `RandomState(seed)` itself, as in the thesis.
    Data,
    /// The first weights; `RandomState(seed)` itself, as in the thesis.
    Init,
    /// Which examples are kept for the test.
    Split,
    /// The order of examples within an epoch.
    Order,
    /// Which neurons drop out.
    Dropout,
}

/// The stream of one use.
#[must_use]
pub fn stream(seed: u32, which: Stream) -> RandomState {
    match which {
        Stream::Data | Stream::Init => RandomState::new(seed),
        Stream::Split => RandomState::from_key(&[seed, 1]),
        Stream::Order => RandomState::from_key(&[seed, 2]),
        Stream::Dropout => RandomState::from_key(&[seed, 3]),
    }
}

/// The stream from which one matrix of a recurrent network is drawn: that of its name in its layer, so that
/// networks with other matrices beside it draw the same values.
#[must_use]
pub fn matrix_stream(seed: u32, layer: usize, name: &str) -> RandomState {
    let layer = u32::try_from(layer).unwrap_or(u32::MAX);
    let key: Vec<u32> = [seed, 5, layer].into_iter().chain(name.bytes().map(u32::from)).collect();
    RandomState::from_key(&key)
}
