//! A spreadsheet of reviews, saved as CSV. Read line by line: no cell of it goes over several.

use crate::bot::{Row, RowProblem};
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The most lines below the one that names the columns.
const MOST_LINES: usize = 2_000;
/// The most bytes of a file.
const MOST_BYTES: u64 = 1 << 20;

const COLUMNS: &str = "The first line must name the columns, with commas between them: case,due and, if you like, every,kind,lead,time, each once and no others.";

/// The rows of a file, with what is wrong with its shape.
///
/// # Errors
/// A sentence, where the file as a whole cannot be taken.
pub fn read(file: &Path) -> Result<(Vec<Row>, Vec<RowProblem>), String> {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|open| open.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("{} is too long: {MOST_LINES} lines at most. Nothing was added.", file.display()));
    }
    let text = String::from_utf8(bytes).map_err(|error| not_text(&error))?;
    rows(text.strip_prefix('\u{feff}').unwrap_or(&text))
}

fn not_text(error: &std::string::FromUtf8Error) -> String {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let line = before.split(|byte| *byte == b'\n').count();
    format!("Line {line} is not UTF-8 text. Save the file as \"CSV UTF-8\". Nothing was added.")
}

fn rows(text: &str) -> Result<(Vec<Row>, Vec<RowProblem>), String> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| line.chars().any(|c| c != ',' && !c.is_whitespace()));
    let columns = lines.next().and_then(|(_, line)| columns(line)).ok_or_else(|| format!("{COLUMNS} Nothing was added."))?;
    let lines: Vec<(usize, &str)> = lines.collect();
    if lines.is_empty() {
        return Err("There is no review in that file. Nothing was added.".to_owned());
    }
    if lines.len() > MOST_LINES {
        return Err(format!("That file has {} lines: {MOST_LINES} at most. Nothing was added.", lines.len()));
    }
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (line, text) in lines {
        match row(line, text, &columns) {
            Ok(row) => rows.push(row),
            Err(reason) => problems.push(RowProblem { line, reason: reason.to_owned() }),
        }
    }
    Ok((rows, problems))
}

/// The names of the columns, in order; none where they are not right.
fn columns(line: &str) -> Option<Vec<String>> {
    let names: Vec<String> = cells(line)?.iter().map(str::to_lowercase).collect();
    let distinct: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let known = names.iter().all(|name| ["case", "due", "every", "kind", "lead", "time"].contains(&name.as_str()));
    (known && distinct.len() == names.len() && distinct.contains("case") && distinct.contains("due")).then_some(names)
}

fn row(line: usize, text: &str, columns: &[String]) -> Result<Row, &'static str> {
    let cells = cells(text).ok_or("It is not a line of CSV. Check its quotation marks.")?;
    if cells.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        return Err("It has more cells than the first line has columns. A cell with a comma in it needs quotation marks.");
    }
    if text.matches('"').count() % 2 == 1 {
        return Err("A quotation mark is not closed, or a cell goes over several lines.");
    }
    let mut row = Row { line, ..Row::default() };
    for (name, cell) in columns.iter().zip(&cells) {
        let field = match name.as_str() {
            "case" => &mut row.case,
            "due" => &mut row.due,
            "every" => &mut row.every,
            "kind" => &mut row.kind,
            "lead" => &mut row.lead,
            _ => &mut row.time,
        };
        cell.clone_into(field);
    }
    Ok(row)
}

fn cells(line: &str) -> Option<StringRecord> {
    let mut reader = ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).buffer_capacity(1 << 10).from_reader(line.as_bytes());
    reader.records().next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_any_order_and_empty_lines_count_but_are_no_rows() {
        let (rows, problems) =
            rows("Due,CASE,lead\r\n3/4/2027,AB-1,\r\n,,\r\n\r\n\"3 April 2027, 9am\",AB-2,KP,\r\n5/4/2027,AB-3\r\n").unwrap();
        let read: Vec<_> = rows.iter().map(|row| (row.line, row.case.as_str(), row.due.as_str(), row.lead.as_str())).collect();
        assert_eq!(read, [(2, "AB-1", "3/4/2027", ""), (5, "AB-2", "3 April 2027, 9am", "KP"), (6, "AB-3", "5/4/2027", "")]);
        assert_eq!(problems, []);
    }

    #[test]
    fn wrong_columns_are_refused_without_repeating_them() {
        for first in ["AB-123,3/4/2027", "case", "case,due,notes", "case,due,due", "case;due", ""] {
            let error = rows(&format!("{first}\nAB-1,3/4/2027\n")).err().unwrap();
            assert!(error.contains("case,due") && !error.contains("AB-"), "{first}: {error}");
        }
        assert!(rows("case,due\n").is_err());
        assert!(rows(&format!("case,due\n{}", "AB-1,3/4/2027\n".repeat(MOST_LINES + 1))).is_err_and(|error| error.contains("2001")));
    }

    #[test]
    fn lines_of_another_shape_are_named() {
        let (rows, problems) = rows("case,due\nAB-1,3/4/2027,more\n\"AB-2,3/4/2027\nAB-3,4/4/2027\n").unwrap();
        assert_eq!((rows.len(), problems.iter().map(|problem| problem.line).collect::<Vec<_>>()), (1, vec![2, 3]));
    }
}
