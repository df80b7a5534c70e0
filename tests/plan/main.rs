//! Properties of plans and changes, over generated ones.
