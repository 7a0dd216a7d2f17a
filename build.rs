//! Tells Cargo that the embedded knowledge base has changed, new files included.

fn main() {
    println!("cargo::rerun-if-changed=knowledge");
}
