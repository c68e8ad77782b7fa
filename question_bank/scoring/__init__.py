"""From a form, its keys and a sitting's record to points, each with its reason. Pure."""
