"""A grid is named with its community once."""

import pytest

from anju.interfaces.web.office.naming import grid_name


@pytest.mark.parametrize(
    ("community", "grid", "name"),
    [
        ("洞阳镇幸福泉社区", "幸福泉社区第1网格", "洞阳镇幸福泉社区 第1网格"),
        ("洞阳镇幸福泉社区", "第1网格", "洞阳镇幸福泉社区 第1网格"),
        ("洞阳镇幸福泉社区", "区划外", "洞阳镇幸福泉社区 区划外"),
        ("", "北片", "北片"),
    ],
)
def test_a_community_that_a_grid_carries_in_its_name_stands_once(community, grid, name):
    assert grid_name(community, grid) == name
