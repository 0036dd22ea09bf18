"""Sentences about homes, employers, divisions and the calendar: code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "position_outside": (
        "位置不在国内，请核对经纬度，看是否填反。",
        "This position is not in the country. Check longitude and latitude, and their order.",
    ),
    "home_unknown": (
        "没有这个房屋，或不在您的范围内。请核对门牌上的 10 位编码。",
        "There is no such home in your care. Check the ten characters on the plate.",
    ),
    "employer_unknown": (
        "没有这个用工单位，或不在您的范围内。请核对单位编码。",
        "There is no such employer in your care. Check its code.",
    ),
    "employer_name_missing": ("请填写单位名称。", "The employer's name is needed."),
    "employer_name_too_long": (
        "单位名称最多 {most} 个字。",
        "An employer's name has at most {most} characters.",
    ),
    "employer_address_too_long": (
        "单位地址最多 {most} 个字。",
        "An employer's address has at most {most} characters.",
    ),
    "employer_code_form": (
        "单位编码“{code}”的写法不对：自编码用 1 至 12 位字母、数字或连字符，或填 18 位统一社会信用代码。",
        "Employers have no codes like “{code}”: use up to 12 letters, digits or hyphens, or the credit code.",
    ),
    "employer_exists": (
        "编码 {code} 已有单位使用。",
        "An employer with the code {code} exists already.",
    ),
    "uscc_missing": ("没有统一社会信用代码。", "The unified social credit code is missing."),
    "uscc_length": (
        "统一社会信用代码应为 18 位。",
        "A unified social credit code has 18 characters.",
    ),
    "uscc_characters": (
        "统一社会信用代码中有不会出现的字符（不用 I、O、Z、S、V）。",
        "The unified social credit code has a character it never uses (I, O, Z, S, V).",
    ),
    "uscc_checksum": (
        "统一社会信用代码的校验位不对，请对照营业执照核对。",
        "The unified social credit code's check character does not fit. Check it against the licence.",
    ),
    "region_unknown": (
        "没有代码为 {region} 的区划。",
        "There is no division with the code {region}.",
    ),
    "area_unknown": (
        "{area} 不在本系统收录的区划代码中。",
        "{area} is not among the area codes this system holds.",
    ),
    "community_unknown": (
        "没有代码为 {region} 的社区。",
        "There is no community with the code {region}.",
    ),
    "finding_unknown": (
        "没有这一条（可能已处理）：{id}。请重新检查。",
        "There is no such finding (perhaps it is settled): {id}. Check again.",
    ),
    "home_waiting": (
        "房屋 {home} 还有待核的申报，请先处理。",
        "Declarations about the home {home} still wait; settle them first.",
    ),
    "area_code_digits": ("区划代码须为 6 位数字：{code}。", "An area code has six digits: {code}."),
    "area_name_missing": (
        "请填写当时的区划名称（最多 60 字）。",
        "The division needs its name then (at most 60 characters).",
    ),
    "area_source_missing": (
        "请写明依据（例如哪一年的公布文件，最多 120 字）。",
        "Name the source (a published list and its year; at most 120 characters).",
    ),
    "area_years": (
        "年份须自 {earliest} 年起，且结束年不早于开始年。",
        "Years begin with {earliest}, and the last is not before the first.",
    ),
    "area_exists": (
        "代码 {code} 自 {since} 年起的含义已经有了。",
        "A meaning of {code} since {since} is on file already.",
    ),
    "grid_number": ("网格编号须为 1 至 999。", "A grid's number is 1 to 999."),
    "grid_name_missing": ("请填写网格名称。", "The grid needs a name."),
    "grid_exists": ("这个编号的网格已经有了。", "A grid with this number exists already."),
    "grid_unknown": ("没有这个网格：{region}。", "There is no such grid: {region}."),
    "area_too_wide": (
        "这个范围太大，请选到区县、街道或社区。",
        "This area is too wide. Choose a county, a street or a community.",
    ),
    "grid_changed_meanwhile": (
        "您编辑期间，别人改动了{grids}的边界。请重新载入地图，再改一次。",
        "Meanwhile somebody else changed the boundaries of {grids}. Load the map again and repeat your change.",
    ),
    "grid_changed_since": (
        "这些网格的边界后来又改过，不能再撤销这一次。请先撤销后来的改动。",
        "The boundaries of these grids were changed again since. Undo the later changes first.",
    ),
    "grid_undo_faults": (
        "相邻网格后来改过，恢复原来的边界会重叠或留缝，不能撤销。请在地图上直接修改。",
        "Neighbouring grids changed since: the old boundaries no longer fit. Change them on the map instead.",
    ),
    "grid_edit_unknown": ("没有这次改动的记录：{id}。", "There is no such change on record: {id}."),
    "grid_step_unreadable": (
        "看不懂这次改动。请重新载入地图再试。",
        "This change cannot be read. Load the map again and repeat it.",
    ),
    "grid_steps_many": (
        "一次最多保存 {most} 步改动，请分几次保存。",
        "Up to {most} changes can be saved at once. Save more often.",
    ),
    "grid_step_lost": (
        "要改的拐点、边或网格已经不在了（可能别人改过）。请重新载入地图再改。",
        "The corner, side or grid to be changed is no longer there (perhaps changed by others). Load the map again.",
    ),
    "grid_split_line": (
        "切割线须从这个网格的一个拐点起、到另一个拐点止，中间不出界、不碰边，也不穿过里面的空洞。",
        "The cut runs inside the grid from one corner to another and touches neither its border nor a hole on the way.",
    ),
    "grid_join_apart": (
        "只能把同一社区内相邻的两个网格合并。",
        "Only two neighbouring grids of the same community can be joined.",
    ),
    "grid_drawn": (
        "这个网格已有边界，请拖动拐点修改。",
        "This grid has a boundary already. Drag its corners instead.",
    ),
    "grid_nothing_left": (
        "画的范围全在别的网格里，没有剩下的地方。请画在空白处。",
        "All of this lies in other grids. Draw where there is none yet.",
    ),
    "geojson_unreadable": (
        "文件不是 GeoJSON（应为 UTF-8 编码的 JSON 文本）。请从地图软件重新导出。",
        "The file is not GeoJSON (JSON text in UTF-8). Export it again from your map software.",
    ),
    "geojson_no_features": (
        "文件里没有要素（features）。请导出为要素集合（FeatureCollection）。",
        "The file holds no features. Export it as a FeatureCollection.",
    ),
    "geojson_many": (
        "一个文件最多 {most} 个网格，请按街道分开。",
        "A file holds at most {most} grids. Divide it by street.",
    ),
    "geojson_problems": (
        "文件中有 {count} 处问题，没有导入。请按提示改正后再传。",
        "The file has {count} problems and was not taken in. Correct what is named and upload it again.",
    ),
    "geojson_faults": (
        "有 {count} 个网格的边界互相重叠、留缝或自相交，无法自动理顺，没有导入。请在地图软件中改正后再传。",
        "The boundaries of {count} grids overlap, leave gaps or cross themselves. Correct them in your map software.",
    ),
    "geojson_which_grid": (
        "没有说明是哪个网格：请写 15 位网格编码（code），或社区编码（community）和编号（number）。",
        "It does not say which grid it is: give the 15-digit code, or community (12 digits) and number.",
    ),
    "geojson_not_a_polygon": (
        "不是面（Polygon 或 MultiPolygon），请去掉点和线。",
        "It is no Polygon or MultiPolygon. Leave out points and lines.",
    ),
    "geojson_coordinates": (
        "坐标读不出来，或不是经纬度（经度在前，单位为度）。",
        "The coordinates cannot be read, or are no degrees of longitude and latitude, in this order.",
    ),
    "geojson_many_corners": (
        "拐点太多（最多 2 万个），请先简化。",
        "It has too many corners (20,000 at most). Simplify it first.",
    ),
    "geojson_community": (
        "没有这个社区（编码前 12 位），或已撤销。",
        "There is no such community (first 12 digits of the code), or it has ended.",
    ),
    "geojson_outside": (
        "这个网格不在所选的辖区内。",
        "This grid lies outside the area chosen.",
    ),
    "geojson_name_missing": (
        "新网格没有名称（name），请补上。",
        "A new grid needs a name.",
    ),
    "geojson_grid_ended": (
        "这个编码的网格已撤销，请用新的编号。",
        "The grid of this code has ended. Use a new number.",
    ),
    "geojson_twice": (
        "同一个网格在文件里出现了两次；分成几块的请合成一个 MultiPolygon。",
        "The grid stands in the file twice. Make one MultiPolygon of its parts.",
    ),
    "calendar_unknown": (
        "还没有 {year} 年的放假安排，无法计算工作日。请更新日历。",
        "The official holidays of {year} are not known yet, so working days cannot be counted. Update the calendar.",
    ),
    "law_file_invalid": (
        "规则文件 {where} 有误：{problem}。请改正后再用，写法见 docs/law.md。",
        "The file of law is wrong at {where}: {problem}. Correct it; docs/law.md shows the form.",
    ),
    "calendar_file": ("放假安排文件无法读取：{path}", "The holiday file cannot be read: {path}"),
    "not_a_demo": ("这不是演示系统。", "This is not a demo."),
    "position_unreadable": (
        "请填写经度和纬度，用十进制的度，例如 113.4567890。",
        "Give longitude and latitude in decimal degrees, such as 113.4567890.",
    ),
    "position_other_grid": (
        "这个位置不在本楼所属的社区或网格里。请核对坐标和坐标系；确实在这里的，在楼栋的标注页确认。",
        "This is not inside the building's community or grid. Check the numbers and the kind of coordinates.",
    ),
    "position_changed": (
        "这栋楼的位置后来又改过，没有撤销。",
        "The building was moved since; nothing was taken back.",
    ),
    "position_building": (
        "没有这个楼栋编码，或不在您的辖区。",
        "There is no building of this code in your area.",
    ),
    "position_empty": ("没有填坐标。", "No position is given."),
    "position_twice": (
        "同一栋楼在文件里有两个不同的位置，请留下一个。",
        "The file states two positions of this building. Keep one.",
    ),
    "positions_too_many": ("一个文件最多 {most} 行。", "A file has at most {most} rows."),
    "positions_columns": (
        "没有找到“楼栋编码”“经度”“纬度”三列；GeoJSON 须是带 code 属性的点。",
        "The columns for code, longitude and latitude are missing; GeoJSON has points with a code.",
    ),
}
