//! This file lets plotters draw onto [`Svg`]: its elements and coordinates in, compact markup out.

use std::convert::Infallible;

use plotters_backend::BackendColor;
use plotters_backend::BackendCoord;
use plotters_backend::BackendStyle;
use plotters_backend::BackendTextStyle;
use plotters_backend::DrawingBackend;
use plotters_backend::DrawingErrorKind;
use plotters_backend::FontStyle;
use plotters_backend::text_anchor::HPos;

use crate::chart::paint::Ink;
use crate::chart::svg::Anchor;
use crate::chart::svg::Svg;
use crate::chart::text;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0.unsigned_abs(), self.size.1.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// Nothing: no chart draws pixels.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.path_of(Ink::from(style.color()), [from, to]);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, _: bool) -> Drawn {
        self.rectangle(Ink::from(style.color()), a, b);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.path_of(Ink::from(style.color()), path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        self.circle(Ink::from(style.color()), centre, radius as i32);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.polygon(Ink::from(style.color()), corners);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, label: &str, style: &T, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let bold = matches!(style.style(), FontStyle::Bold);
        self.text(label, Ink::from(style.color()).0, anchor, bold, at);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        label: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text::width(label, matches!(style.style(), FontStyle::Bold)) * style.size() / text::SIZE;
        Ok((width as u32, style.size() as u32))
    }
}
