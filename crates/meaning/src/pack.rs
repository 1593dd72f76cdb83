//! The trained encoder of one script group, as it comes in a file. `FORMAT.md` draws the bytes.
//!
//! Promise: whatever the bytes, opening and using them neither panics nor allocates more than a few times their size.

use faqlet_engine::OpenError;
use faqlet_engine::codec::Reader;
use faqlet_engine::container::Container;

use crate::features::{self, features};
use crate::vector::Vector;
use crate::{Group, Refused};

/// The kind of a pack's file, in its envelope.
pub const KIND: [u8; 4] = *b"fqmp";

const HEAD: [u8; 4] = *b"head";
const FEATURES: [u8; 4] = *b"feat";
const SCALES: [u8; 4] = *b"scal";
const ROWS: [u8; 4] = *b"rows";
const HIDDEN: [u8; 4] = *b"hidd";
const OUTPUT: [u8; 4] = *b"outp";

/// No pack is larger in any direction; bounds what bytes from outside can make us allocate.
const MOST_ROWS: usize = 1 << 18;
const MOST_WIDTH: usize = 512;

/// A trained encoder.
#[derive(Clone, Debug)]
pub struct Pack {
    group: Group,
    space: u32,
    width: usize,
    bits: u32,
    /// Bytes a row of the table takes.
    stride: usize,
    /// The features that have a row, in order.
    features: Vec<u32>,
    /// The scale of each row.
    scales: Vec<f32>,
    rows: Vec<u8>,
    hidden: Layer,
    output: Layer,
}

/// A dense layer: a row of weights for each output.
#[derive(Clone, Debug)]
struct Layer {
    inputs: usize,
    weights: Vec<i8>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Pack {
    /// Checks everything and takes what is needed out of `bytes`.
    ///
    /// # Errors
    /// When the bytes are no pack, damaged, or made for another version of this library.
    pub fn open(bytes: &[u8]) -> Result<Self, Refused> {
        let file = Container::open(bytes, KIND)?;
        let mut head = Reader::new(file.required(HEAD)?, "head");
        let version = head.u32()?;
        if version != features::VERSION {
            return Err(Refused::Features { expected: features::VERSION, got: version });
        }
        let space = head.u32()?;
        let group = Group::from_name(head.str()?).ok_or_else(|| head.malformed("a script group that this version knows"))?;
        let mut number = |least: usize, most: usize| -> Result<usize, OpenError> {
            let value = head.u32()? as usize;
            if (least..=most).contains(&value) { Ok(value) } else { Err(head.malformed("a size within bounds")) }
        };
        let (count, width, bits) = (number(1, MOST_ROWS)?, number(1, MOST_WIDTH)?, number(2, 8)?);
        let (hidden, outputs) = (number(1, MOST_WIDTH)?, number(1, Vector::MOST)?);
        let stride = (width * bits).div_ceil(8);
        let rows = sized(file.required(ROWS)?, count * stride, "rows")?.to_vec();
        Ok(Self {
            group,
            space,
            width,
            bits: bits as u32,
            stride,
            features: read_features(file.required(FEATURES)?, count)?,
            scales: read_scales(file.required(SCALES)?, count)?,
            rows,
            hidden: Layer::read(file.required(HIDDEN)?, width, hidden, "hidd")?,
            output: Layer::read(file.required(OUTPUT)?, hidden + width, outputs, "outp")?,
        })
    }

    /// The scripts that it was trained on.
    #[must_use]
    pub fn group(&self) -> Group {
        self.group
    }

    /// Number of the training whose packs' vectors may be compared with one another.
    #[must_use]
    pub fn space(&self) -> u32 {
        self.space
    }

    /// How many numbers its vectors have.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.output.scales.len()
    }

    /// The vector of a text; `None` when the pack knows nothing in it.
    #[must_use]
    pub fn encode(&self, text: &str) -> Option<Vector> {
        let mut pooled = vec![0.0; self.width];
        let mut known = 0.0f32;
        for feature in features(text) {
            let Ok(row) = self.features.binary_search(&feature) else { continue };
            self.add(row, &mut pooled)?;
            known += 1.0;
        }
        if known == 0.0 {
            return None;
        }
        let length = known.sqrt();
        pooled.iter_mut().for_each(|value| *value /= length);
        let mut inner: Vec<f32> = self.hidden.of(&pooled).map(|value| if value > 0.0 { value } else { 0.0 }).collect();
        inner.extend_from_slice(&pooled);
        let outer: Vec<f32> = self.output.of(&inner).collect();
        Vector::from_floats(&outer)
    }

    /// Adds a row of the table.
    fn add(&self, row: usize, to: &mut [f32]) -> Option<()> {
        let start = row.checked_mul(self.stride)?;
        let bytes = self.rows.get(start..start + self.stride)?;
        let scale = *self.scales.get(row)?;
        let (half, mask) = (1i32 << (self.bits - 1), (1u32 << self.bits) - 1);
        let (mut held, mut kept) = (0u32, 0u32);
        let mut rest = bytes.iter();
        for value in to {
            while kept < self.bits {
                held |= u32::from(*rest.next()?) << kept;
                kept += 8;
            }
            *value += ((held & mask) as i32 - half) as f32 * scale;
            held >>= self.bits;
            kept -= self.bits;
        }
        Some(())
    }
}

impl Layer {
    fn read(bytes: &[u8], inputs: usize, outputs: usize, name: &'static str) -> Result<Self, OpenError> {
        let bytes = sized(bytes, inputs * outputs + 8 * outputs, name)?;
        let (weights, rest) = bytes.split_at_checked(inputs * outputs).unwrap_or_default();
        let (scales, biases) = rest.split_at_checked(4 * outputs).unwrap_or_default();
        Ok(Self {
            inputs,
            weights: weights.iter().map(|byte| *byte as i8).collect(),
            scales: floats(scales, name)?,
            biases: floats(biases, name)?,
        })
    }

    /// The layer's outputs for `input`.
    fn of<'l>(&'l self, input: &'l [f32]) -> impl Iterator<Item = f32> + 'l {
        let rows = self.weights.chunks_exact(self.inputs.max(1));
        rows.zip(self.scales.iter().zip(&self.biases)).map(move |(row, (scale, bias))| {
            let mut sum = 0.0;
            for (weight, value) in row.iter().zip(input) {
                sum += f32::from(*weight) * value;
            }
            sum * scale + bias
        })
    }
}

fn sized<'b>(bytes: &'b [u8], length: usize, section: &'static str) -> Result<&'b [u8], OpenError> {
    let malformed = OpenError::Malformed { section, offset: bytes.len().min(length), expected: "the length that the head gives" };
    if bytes.len() == length { Ok(bytes) } else { Err(malformed) }
}

/// Numbers that may be calculated with: none is infinite or no number at all.
fn floats(bytes: &[u8], section: &'static str) -> Result<Vec<f32>, OpenError> {
    let all: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    match all.iter().position(|value| !value.is_finite() || value.abs() > 1.0e6) {
        Some(at) => Err(OpenError::Malformed { section, offset: 4 * at, expected: "a number below a million" }),
        None => Ok(all),
    }
}

/// Steps from each feature to the next one.
fn read_features(bytes: &[u8], count: usize) -> Result<Vec<u32>, OpenError> {
    let mut reader = Reader::new(bytes, "feat");
    let mut features: Vec<u32> = Vec::with_capacity(count.min(bytes.len()));
    for _ in 0..count {
        let step = reader.u32()?;
        let next = features.last().copied().unwrap_or(0).checked_add(step);
        let next = next.filter(|_| step > 0 || features.is_empty());
        features.push(next.ok_or_else(|| reader.malformed("features in order"))?);
    }
    if reader.is_at_end() { Ok(features) } else { Err(reader.malformed("the end")) }
}

/// 256 scales, then for each row which of them it has.
fn read_scales(bytes: &[u8], count: usize) -> Result<Vec<f32>, OpenError> {
    let bytes = sized(bytes, 1024 + count, "scal")?;
    let (table, numbers) = bytes.split_at_checked(1024).unwrap_or_default();
    let table = floats(table, "scal")?;
    Ok(numbers.iter().map(|number| table.get(usize::from(*number)).copied().unwrap_or_default()).collect())
}
