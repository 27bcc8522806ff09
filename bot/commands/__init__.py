"""Commands as frozen values, the forms they are made from, and how typed text becomes one."""
