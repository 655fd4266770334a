use curve25519_dalek::constants::EIGHT_TORSION;
use draw::signature::{attest, check_key, public_key, sign, verify};
use records::hash::{Digest, Secret, sha256};

use crate::county::key;

fn code(public: &Digest, message: &Digest, signature: &str) -> Option<&'static str> {
    verify(public, message, signature).err().map(|error| error.code())
}

#[test]
fn a_signature_is_one_persons_over_one_thing() {
    let (secret, message) = (key("a"), attest(&sha256(b"p"), &sha256(b"d")));
    let signature = sign(&secret, &message);
    assert_eq!(code(&public_key(&secret), &message, &signature), None);
    assert_eq!(code(&public_key(&key("b")), &message, &signature), Some("signature-invalid"));
    let other = attest(&sha256(b"p"), &sha256(b"e"));
    assert_eq!(code(&public_key(&secret), &other, &signature), Some("signature-invalid"));
    for bad in [&signature[1..], &signature.to_uppercase(), &format!("{signature}0"), ""] {
        assert_eq!(code(&public_key(&secret), &message, bad), Some("signature-form"));
    }
}

#[test]
fn the_first_vector_of_the_standard_is_ours() {
    // RFC 8032, section 7.1, TEST SHA(abc) and others sign other lengths; TEST 1 gives the key pair.
    let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let secret = Secret::new(secret.parse::<Digest>().unwrap().to_bytes());
    assert_eq!(public_key(&secret).to_string(), public);
}

#[test]
fn weak_and_second_forms_of_keys_are_refused() {
    for point in EIGHT_TORSION {
        let weak = Digest::new(point.compress().to_bytes());
        assert_eq!(check_key(&weak).unwrap_err().code(), "signature-key", "{weak}");
    }
    // y = p + k for small k: what decompresses has a shorter form already.
    for k in 0..19_u8 {
        let mut bytes = [0xff; 32];
        (bytes[0], bytes[31]) = (0xed + k, 0x7f);
        assert!(check_key(&Digest::new(bytes)).is_err(), "{k}");
    }
}

#[test]
fn a_signature_with_a_larger_s_is_refused() {
    let (secret, message) = (key("a"), sha256(b"m"));
    let mut bytes = hex::decode(sign(&secret, &message)).unwrap();
    // s + L is the same number modulo L.
    let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let mut carry = 0;
    for (byte, more) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(more) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(code(&public_key(&secret), &message, &hex::encode(bytes)), Some("signature-invalid"));
}
