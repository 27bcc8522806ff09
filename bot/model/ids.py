"""Names for the ids, so that the type checker keeps them apart."""

from typing import NewType

CommunityId = NewType("CommunityId", str)
PersonId = NewType("PersonId", str)
PlaceId = NewType("PlaceId", str)
WordsId = NewType("WordsId", str)
DraftId = NewType("DraftId", str)
Number = NewType("Number", int)
"""A request's number, counted per community: people say "#104"."""

NOBODY = "nobody:"
"""Begins what stands in the place of an account that was forgotten, where only counting it is of use."""
