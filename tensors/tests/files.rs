//! Files there and back, files of other tools, and files that are none.

use neurone_tensors::{Fault, Model, read, write};

/// Two inputs, three hidden neurons, one output: 13 parameters.
fn model() -> Model {
    let parameters = (0..13).map(|i| f64::from(i) / 7.0 - 0.9).collect();
    Model { sizes: vec![2, 3, 1], parameters, experiment: Some(r#"{"hidden":[3],"é":"\""}"#.into()) }
}

/// A file by its header and its numbers, as section "Format" of the README of safetensors has it.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), data].concat()
}

#[test]
fn a_model_comes_back_to_the_bit() {
    let model = model();
    assert_eq!(read(&write(&model).unwrap()).unwrap(), model);
    let alone = Model { sizes: vec![2, 1], parameters: vec![0.1, f64::MIN_POSITIVE, -0.0], experiment: None };
    assert_eq!(read(&write(&alone).unwrap()).unwrap(), alone);
    let deep = Model { sizes: vec![1; 20], parameters: vec![1.5; 38], experiment: None };
    assert_eq!(read(&write(&deep).unwrap()).unwrap(), deep, "layer 10 comes after layer 9");
}

#[test]
fn the_file_is_what_pytorch_reads() {
    let bytes = write(&model()).unwrap();
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap());
    let header = core::str::from_utf8(&bytes[8..8 + usize::try_from(length).unwrap()]).unwrap();
    for part in [
        r#""0.weight":{"dtype":"F64","shape":[3,2],"#,
        r#""0.bias":{"dtype":"F64","shape":[3],"#,
        r#""2.weight":{"dtype":"F64","shape":[1,3],"#,
        r#""2.bias":{"dtype":"F64","shape":[1],"#,
        r#""__metadata__":{"experiment":"{\"hidden\":[3],"#,
    ] {
        assert!(header.contains(part), "{part} in {header}");
    }
    assert_eq!(bytes.len(), 8 + header.len() + 13 * 8);
}

#[test]
fn single_precision_and_other_prefixes_are_read() {
    let header = r#"{"net.fc10.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},"net.fc10.bias":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},"net.fc2.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"net.fc2.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#;
    let data: Vec<u8> = [0.5_f32, -2.0, 3.25, 0.0].iter().flat_map(|value| value.to_le_bytes()).collect();
    let read = read(&file(header, &data)).unwrap();
    assert_eq!(
        read,
        Model { sizes: vec![1, 1, 1], parameters: vec![0.5, -2.0, 3.25, 0.0], experiment: None }
    );
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    let one = |name: &str, dtype: &str, shape: &str, size: usize| {
        let header =
            format!(r#"{{"{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":[0,{size}]}}}}"#);
        read(&file(&header, &vec![0; size])).unwrap_err()
    };
    assert_eq!(one("W1", "F64", "[1,1]", 8), Fault::Name("W1".into()));
    assert_eq!(one("fc.weight", "F64", "[1,1]", 8), Fault::Name("fc.weight".into()));
    assert_eq!(one("0.weight", "F64", "[1,1]", 8), Fault::Missing("0.bias".into()));
    assert_eq!(one("0.bias", "F64", "[1]", 8), Fault::Missing("0.weight".into()));
    assert_eq!(read(&file("{}", &[])), Err(Fault::Missing("0.weight".into())));
    let two = |dtype: &str, weight: &str, bias: &str, ends: [usize; 2]| {
        let [middle, end] = ends;
        let header = format!(
            r#"{{"0.weight":{{"dtype":"{dtype}","shape":{weight},"data_offsets":[0,{middle}]}},"0.bias":{{"dtype":"{dtype}","shape":{bias},"data_offsets":[{middle},{end}]}}}}"#
        );
        read(&file(&header, &vec![0; end])).unwrap_err()
    };
    let shape = |name: &str, got: &str| Fault::Shape { tensor: name.into(), got: got.into() };
    assert_eq!(two("F64", "[2]", "[1]", [16, 24]), shape("0.weight", "[2]"));
    assert_eq!(two("F64", "[1,2]", "[2]", [16, 32]), shape("0.bias", "[2]"));
    let kind = Fault::Kind { tensor: "0.weight".into(), got: "I32".into() };
    assert_eq!(two("I32", "[1,2]", "[1]", [8, 12]), kind);
    // The second layer takes three numbers where the first gives two.
    let second = r#"{"0.weight":{"dtype":"F64","shape":[2,1],"data_offsets":[0,16]},"0.bias":{"dtype":"F64","shape":[2],"data_offsets":[16,32]},"2.weight":{"dtype":"F64","shape":[1,3],"data_offsets":[32,56]},"2.bias":{"dtype":"F64","shape":[1],"data_offsets":[56,64]}}"#;
    assert_eq!(read(&file(second, &[0; 64])), Err(shape("2.weight", "[1, 3]")));
    // Sizes whose product is beyond every number, and a header longer than the file.
    let huge = "[4294967296,4294967296,4294967296]";
    assert!(matches!(two("F64", huge, "[1]", [8, 16]), Fault::Broken(_)));
    assert!(matches!(read(&u64::MAX.to_le_bytes()), Err(Fault::Broken(_))));
    assert!(write(&Model { sizes: vec![2, 2], ..model() }).is_err());
    assert!(write(&Model { sizes: vec![2, 9], ..model() }).is_err());
}

/// The mixing function of SplitMix64, for a stream that needs no crate.
fn mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 31
}

#[test]
fn no_bytes_make_it_panic() {
    let whole = write(&model()).unwrap();
    for length in 0..whole.len() {
        assert!(matches!(read(&whole[..length]), Err(Fault::Broken(_))), "cut at {length}");
    }
    let mut state = 0;
    for _ in 0..20_000 {
        let mut bytes = whole.clone();
        for _ in 0..=mix(&mut state) % 4 {
            let at = usize::try_from(mix(&mut state)).unwrap() % bytes.len();
            bytes[at] = mix(&mut state).to_le_bytes()[0];
        }
        // Whatever is read is of one piece.
        if let Ok(read) = read(&bytes) {
            let count: usize = read.sizes.windows(2).map(|n| (n[0] + 1) * n[1]).sum();
            assert_eq!(read.parameters.len(), count);
        }
        let noise: Vec<u8> = (0..mix(&mut state) % 64).map(|_| mix(&mut state).to_le_bytes()[0]).collect();
        assert!(read(&noise).is_err());
    }
}
