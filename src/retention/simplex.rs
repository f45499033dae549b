//! This file is the Nelder–Mead simplex: the highest point of a smooth function of a few variables.

/// Steps of one descent.
const STEPS: usize = 2_000;
/// Restarts around the best point; each builds a fresh simplex, which frees one that has collapsed.
const RESTARTS: usize = 12;

/// The point at which `f` is largest, and its value there, from `start` with a simplex of size `size`.
///
/// `f` may return −∞ outside its domain but is finite at `start`. The last restarts, with ever smaller simplices,
/// polish the point to about 1e-8. Source: Nelder & Mead (1965); coefficients 1, 2, ½, ½.
pub fn maximise<const N: usize>(start: [f64; N], size: f64, mut f: impl FnMut(&[f64; N]) -> f64) -> ([f64; N], f64) {
    let mut best = (start, f(&start));
    let mut size = size;
    for _ in 0..RESTARTS {
        let found = descend(best, size, &mut f);
        let gain = found.1 - best.1;
        best = found;
        if gain <= 1e-13 * best.1.abs() {
            size *= 0.1;
            if size < 1e-5 {
                break;
            }
        }
    }
    best
}

type Vertex<const N: usize> = ([f64; N], f64);

fn descend<const N: usize>(start: Vertex<N>, size: f64, f: &mut impl FnMut(&[f64; N]) -> f64) -> Vertex<N> {
    let mut vertices: Vec<Vertex<N>> = vec![start];
    for axis in 0..N {
        let mut point = start.0;
        point[axis] += size;
        vertices.push((point, f(&point)));
    }
    for _ in 0..STEPS {
        vertices.sort_by(|one, other| other.1.total_cmp(&one.1));
        let (best, worst) = (vertices[0], vertices[N]);
        let width = (0..N).map(|axis| (best.0[axis] - worst.0[axis]).abs()).fold(0.0, f64::max);
        if width < 1e-10 || (width < 1e-4 && best.1 - worst.1 <= 1e-15 * best.1.abs()) {
            break;
        }
        let centre: [f64; N] =
            std::array::from_fn(|axis| vertices[..N].iter().map(|vertex| vertex.0[axis]).sum::<f64>() / N as f64);
        let mut probe = |factor: f64| {
            let point: [f64; N] = std::array::from_fn(|axis| centre[axis] + factor * (worst.0[axis] - centre[axis]));
            (point, f(&point))
        };
        let reflected = probe(-1.0);
        let next = if reflected.1 > best.1 {
            let expanded = probe(-2.0);
            if expanded.1 > reflected.1 { expanded } else { reflected }
        } else if reflected.1 > vertices[N - 1].1 {
            reflected
        } else {
            probe(if reflected.1 > worst.1 { -0.5 } else { 0.5 })
        };
        if next.1 > worst.1 {
            vertices[N] = next;
            continue;
        }
        for vertex in &mut vertices[1..] {
            let point: [f64; N] = std::array::from_fn(|axis| (best.0[axis] + vertex.0[axis]) / 2.0);
            *vertex = (point, f(&point));
        }
    }
    vertices.sort_by(|one, other| other.1.total_cmp(&one.1));
    vertices[0]
}

#[cfg(test)]
mod tests {
    use super::maximise;

    #[test]
    fn finds_the_top_of_a_banana() {
        let banana = |x: &[f64; 2]| -(1.0 - x[0]).powi(2) - 100.0 * (x[1] - x[0] * x[0]).powi(2);
        let (point, value) = maximise([-1.2, 1.0], 0.5, banana);
        assert!((point[0] - 1.0).abs() < 1e-6 && (point[1] - 1.0).abs() < 1e-6 && value > -1e-12, "{point:?}");
        let (point, _) = maximise([5.0], 1.0, |x: &[f64; 1]| 3.0 - (x[0] + 2.0).powi(2));
        assert!((point[0] + 2.0).abs() < 1e-6, "{point:?}");
    }
}
