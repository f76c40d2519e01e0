"""The look: one calm design system of our own, its components and a page that shows them all."""
