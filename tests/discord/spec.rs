//! What was sent, held against Discord's own description of its interface.

use crate::python::skipped;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// Discord's description, with a validator for each body that was met.
pub struct Spec {
    document: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Spec {
    /// The description in the file that `LANTERN_DISCORD_SPEC` names; none, said loudly, where it names none.
    pub fn shared() -> Option<&'static Self> {
        static SPEC: OnceLock<Option<Spec>> = OnceLock::new();
        SPEC.get_or_init(|| match std::env::var("LANTERN_DISCORD_SPEC") {
            Err(_) => {
                skipped("what is sent against Discord's description", "LANTERN_DISCORD_SPEC names no file");
                None
            }
            Ok(file) => {
                let document = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
                Some(Self { document: serde_json::from_str(&document).unwrap(), validators: Mutex::default() })
            }
        })
        .as_ref()
    }

    /// What is wrong with a recorded request.
    pub fn problems(&self, request: &Value) -> Vec<String> {
        let (method, path) = (request["method"].as_str().unwrap().to_lowercase(), request["path"].as_str().unwrap());
        let said = |problem: String| format!("{method} {path}: {problem}");
        let Some((template, operation)) = self.operation(&method, path) else {
            return vec![said("Discord has no such request".to_owned())];
        };
        let mut problems = unknown_parameters(&self.document["paths"][template], operation, &request["query"]);
        let described = &operation["requestBody"]["content"]["application/json"]["schema"];
        let body = permissions_as_numbers(request["body"].clone());
        match (described.is_null(), body.is_null()) {
            (true, false) => problems.push("it takes no body".to_owned()),
            (false, true) if operation["requestBody"]["required"] == true => problems.push("it needs a body".to_owned()),
            (false, false) => {
                let validator = self.validator(&format!("{method} {template}"), described);
                problems.extend(validator.iter_errors(&body).map(|error| format!("at {}: {error}", error.instance_path())));
                problems.extend(self.unknown_keys(&[described], &body, ""));
            }
            _ => {}
        }
        problems.into_iter().map(said).collect()
    }

    /// The operation a path stands for, by its most literal template.
    fn operation(&self, method: &str, path: &str) -> Option<(&str, &Value)> {
        let asked: Vec<&str> = path.split('/').collect();
        let paths = self.document["paths"].as_object().unwrap();
        let fits = paths.iter().filter(|(template, operations)| {
            let parts: Vec<&str> = template.split('/').collect();
            let same = || parts.iter().zip(&asked).all(|(part, asked)| part.starts_with('{') || part == asked);
            operations[method].is_object() && parts.len() == asked.len() && same()
        });
        let best = fits.min_by_key(|(template, _)| template.matches('{').count())?;
        Some((best.0, &best.1[method]))
    }

    fn validator(&self, name: &str, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap();
        let made = validators.entry(name.to_owned()).or_insert_with(|| {
            let whole = json!({"allOf": [schema], "components": self.document["components"]});
            Arc::new(jsonschema::validator_for(&whole).unwrap())
        });
        made.clone()
    }

    /// Keys that no alternative of the description knows. It forbids none itself, so a misspelt one would pass.
    fn unknown_keys(&self, schemas: &[&Value], value: &Value, place: &str) -> Vec<String> {
        let schemas: Vec<&Map<String, Value>> = schemas.iter().flat_map(|schema| self.alternatives(schema, value)).collect();
        match value {
            Value::Object(fields) => fields.iter().flat_map(|(key, field)| self.unknown_key(&schemas, key, field, place)).collect(),
            Value::Array(items) => {
                let inner: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
                items.iter().enumerate().flat_map(|(n, item)| self.unknown_keys(&inner, item, &format!("{place}/{n}"))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn unknown_key(&self, schemas: &[&Map<String, Value>], key: &str, field: &Value, place: &str) -> Vec<String> {
        let named = schemas.iter().filter_map(|schema| schema.get("properties")?.get(key));
        let other = schemas.iter().filter_map(|schema| schema.get("additionalProperties"));
        let known: Vec<&Value> = named.chain(other).collect();
        let place = format!("{place}/{key}");
        match known.is_empty() {
            false => self.unknown_keys(&known, field, &place),
            true if says_nothing(field) => Vec::new(),
            true => vec![format!("at {place}: nobody knows this key")],
        }
    }

    /// The plain schemas that a schema comes down to and that may be meant by this value.
    fn alternatives<'a>(&'a self, schema: &'a Value, value: &Value) -> Vec<&'a Map<String, Value>> {
        let Some(plain) = schema.as_object() else { return Vec::new() };
        if let Some(name) = plain.get("$ref").and_then(Value::as_str) {
            let meant = self.document.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is not there"));
            return self.alternatives(meant, value);
        }
        let inner = ["allOf", "anyOf", "oneOf"].iter().filter_map(|of| plain.get(*of)?.as_array()).flatten();
        let mut found: Vec<&Map<String, Value>> = inner.flat_map(|inner| self.alternatives(inner, value)).collect();
        if may_be_meant(plain, value) {
            found.push(plain);
        }
        found
    }
}

/// Whether no field of a value is outside the few values that a schema allows for it, such as its `type`.
fn may_be_meant(schema: &Map<String, Value>, value: &Value) -> bool {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return true };
    properties.iter().all(|(key, property)| match (property["enum"].as_array(), value.get(key)) {
        (Some(allowed), Some(field)) => allowed.contains(field),
        _ => true,
    })
}

/// serenity writes every field of an option, also those that its kind has not: as null, as false or empty. A misspelt key says something.
fn says_nothing(field: &Value) -> bool {
    matches!(field, Value::Null | Value::Bool(false)) || field.as_array().is_some_and(Vec::is_empty)
}

/// Discord documents permissions as text and takes either; its description says number.
fn permissions_as_numbers(mut body: Value) -> Value {
    for command in body.as_array_mut().into_iter().flatten() {
        if let Some(bits) = command["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok()) {
            command["default_member_permissions"] = json!(bits);
        }
    }
    body
}

/// Parameters after the question mark that nobody knows.
fn unknown_parameters(path: &Value, operation: &Value, query: &Value) -> Vec<String> {
    let described = [path, operation].into_iter().flat_map(|place| place["parameters"].as_array().into_iter().flatten());
    let known: Vec<&str> = described.filter_map(|parameter| parameter["name"].as_str()).collect();
    let sent = query.as_object().into_iter().flat_map(Map::keys);
    sent.filter(|name| !known.contains(&name.as_str())).map(|name| format!("nobody knows the parameter {name}")).collect()
}

#[test]
fn a_misspelt_key_and_a_body_of_the_wrong_shape_are_caught() {
    let Some(spec) = Spec::shared() else { return };
    let sent = |body: Value| spec.problems(&json!({"method": "POST", "path": "/channels/1/messages", "query": {}, "body": body}));
    let row = |button: Value| json!({"content": "x", "components": [{"type": 1, "components": [button]}]});
    assert_eq!(sent(row(json!({"type": 2, "style": 1, "label": "Why", "custom_id": "w"}))), Vec::<String>::new());
    // A key of another kind of component is as wrong as one that is nowhere.
    for wrong in [json!({"contents": "x"}), row(json!({"type": 2, "style": 1, "custom_id": "w", "options": [{}]}))] {
        let problems = sent(wrong);
        assert!(problems.iter().any(|problem| problem.contains("nobody knows")), "{problems:?}");
    }
    assert!(!sent(json!({"content": "x".repeat(4001)})).is_empty());
    assert!(!sent(json!({"embeds": [{"title": "x".repeat(257)}]})).is_empty());
    assert!(!sent(Value::Null).is_empty());
    let nowhere = spec.problems(&json!({"method": "POST", "path": "/channels/1/mesages", "query": {}, "body": {"content": "x"}}));
    assert!(!nowhere.is_empty());
}
