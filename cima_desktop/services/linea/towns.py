"""Towns of Western North Carolina with their counties, so that the county need not be typed."""

from cima_desktop.model.text import fold

_BY_COUNTY = {
    "Alleghany": "Sparta",
    "Ashe": "Jefferson, West Jefferson",
    "Avery": "Banner Elk, Newland",
    "Buncombe": "Arden, Asheville, Biltmore Forest, Black Mountain, Candler, Enka, Fairview, Leicester, Montreat,"
    " Swannanoa, Weaverville, Woodfin",
    "Burke": "Glen Alpine, Morganton, Valdese",
    "Caldwell": "Granite Falls, Lenoir",
    "Catawba": "Conover, Hickory, Newton",
    "Cherokee": "Andrews, Murphy",
    "Clay": "Hayesville",
    "Cleveland": "Kings Mountain, Shelby",
    "Graham": "Robbinsville",
    "Haywood": "Canton, Clyde, Maggie Valley, Waynesville",
    "Henderson": "East Flat Rock, Edneyville, Etowah, Flat Rock, Fletcher, Hendersonville, Laurel Park, Mills River",
    "Jackson": "Cashiers, Cullowhee, Dillsboro, Sylva",
    "Macon": "Franklin, Highlands",
    "Madison": "Hot Springs, Mars Hill, Marshall",
    "McDowell": "Marion, Old Fort",
    "Mitchell": "Bakersville, Spruce Pine",
    "Polk": "Columbus, Saluda, Tryon",
    "Rutherford": "Forest City, Lake Lure, Rutherfordton, Spindale",
    "Swain": "Bryson City",
    "Transylvania": "Brevard, Pisgah Forest, Rosman",
    "Watauga": "Blowing Rock, Boone",
    "Wilkes": "North Wilkesboro, Wilkesboro",
    "Yancey": "Burnsville",
}
TOWNS = {town: county for county, towns in _BY_COUNTY.items() for town in towns.split(", ")}
"""The county of each town."""
_FOLDED = {fold(town): county for town, county in TOWNS.items()}


def county_of(town: str) -> str:
    """Return the county of a town; an empty text for one that is not known here."""
    return _FOLDED.get(fold(town), "")
